import { Button, Loader, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, LinkIcon, MailCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Verified, VerifyEmail } from '#libs/contracts';
import { api } from '../../api/client.js';
import { messageOf } from '../../api/problem.js';
import { ME, useMe } from '../../api/session.js';
import { useChange } from '../../api/use-api.js';
import { EntryCard } from './entry-card.js';

/** Where the link in the mail leads. */
export default function VerifyEmailPage() {
  const [search] = useSearchParams();
  const token = search.get('token') ?? '';
  const cache = useQueryClient();
  const begun = useRef(false);
  const verify = useChange<Verified, VerifyEmail>((body) => api.POST('/api/v1/verify-email', { body }), {
    quiet: true,
    onDone: () => void cache.invalidateQueries({ queryKey: ME }),
  });
  const { mutate } = verify;
  useEffect(() => {
    // The token works once: React's second run in development must not use it up.
    if (begun.current || token === '') return;
    begun.current = true;
    mutate({ token });
  }, [token, mutate]);
  if (verify.isSuccess) return <Confirmed email={verify.data.email} signedIn={verify.data.signedIn} />;
  if (verify.isError || token === '') return <Refused error={verify.error} />;
  return (
    <EntryCard title="Confirming your address" icon={MailCheck} lead="One moment.">
      <Loader size="sm" />
    </EntryCard>
  );
}

function Confirmed({ email, signedIn }: Verified) {
  const me = useMe();
  const on = signedIn || Boolean(me.data);
  return (
    <EntryCard icon={BadgeCheck} title="Your address is confirmed" lead={email}>
      <Button component={Link} to={on ? '/welcome' : '/sign-in?next=/welcome'}>
        {on ? 'Set up your overlay' : 'Sign in'}
      </Button>
    </EntryCard>
  );
}

function Refused({ error }: { error: unknown }) {
  return (
    <EntryCard
      icon={LinkIcon}
      title="This link does not work"
      lead={error ? messageOf(error) : 'It is not complete. Open it from the mail, or copy all of it.'}
    >
      <Stack gap="sm">
        <Button component={Link} to="/sign-in">
          Sign in to get a new one
        </Button>
      </Stack>
    </EntryCard>
  );
}
