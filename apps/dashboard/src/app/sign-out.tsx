import { Button } from '@mantine/core';
import { LogOut } from 'lucide-react';
import { api } from '../api/client.js';
import { useChange } from '../api/use-api.js';

/** Loads the page anew: nothing that was read for the account stays in memory, and no guard asks to sign in again. */
export function leave(path: string): void {
  window.location.assign(path);
}

/** Ends the session of this browser and goes to the front page. */
export function useSignOut(): { signOut: () => void; busy: boolean } {
  const change = useChange(() => api.DELETE('/api/v1/session'), {
    onDone: () => leave('/'),
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
