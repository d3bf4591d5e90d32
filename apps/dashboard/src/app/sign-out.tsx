import { Button } from '@mantine/core';
import { LogOut } from 'lucide-react';
import { useNavigate } from 'react-router';
import { api } from '../api/client.js';
import { useForgetAccount } from '../api/session.js';
import { useChange } from '../api/use-api.js';

/** Ends the session of this browser and goes to the front page. */
export function useSignOut(): { signOut: () => void; busy: boolean } {
  const forget = useForgetAccount();
  const navigate = useNavigate();
  const change = useChange(() => api.DELETE('/api/v1/session'), {
    onDone: () => {
      void navigate('/');
      forget();
    },
  });
  return { signOut: () => change.mutate(), busy: change.isPending };
}

export function SignOutButton() {
  const { signOut, busy } = useSignOut();
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<LogOut size={18} aria-hidden />}
      onClick={signOut}
      loading={busy}
    >
      Sign out
    </Button>
  );
}
