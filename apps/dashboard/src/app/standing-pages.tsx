import { Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { MailCheck, OctagonPause } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api } from '../api/client.js';
import { ME } from '../api/session.js';
import { useChange } from '../api/use-api.js';
import { dateText } from '../ui/time.js';
import { useTitle } from '../ui/use-title.js';
import { OutboxHint } from '../ui/outbox-hint.js';
import { SignOutButton } from './sign-out.js';
import classes from './standing-pages.module.css';

function Standing({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <Card className={classes['card']} padding="xl">
      <Stack gap="md">
        <div className={classes['icon']}>{icon}</div>
        <Title order={1} size="h2">
          {title}
        </Title>
        {children}
      </Stack>
    </Card>
  );
}

/** In place of every page while an account is suspended. */
export function SuspendedPage({ reason, since }: { reason: string; since: string }) {
  return (
    <Standing icon={<OctagonPause size={28} aria-hidden />} title="Your account is suspended">
      <Text>
        Since {dateText(since)}. Your widgets show nothing and the connection to TikTok is off. Nothing was deleted.
      </Text>
      <Text className={classes['reason']}>{reason}</Text>
      <Text c="dimmed">
        Write to whoever runs this server to have it lifted. You can still take your data with you or delete your
        account in the{' '}
        <Anchor component={Link} to="/account">
          account settings
        </Anchor>
        .
      </Text>
      <Group>
        <SignOutButton />
      </Group>
    </Standing>
  );
}

/** In place of every page until the address is confirmed. */
export function UnconfirmedPage({ email }: { email: string }) {
  const resend = useChange(() => api.POST('/api/v1/verify-email/resend', { body: { email } }), {
    said: 'The mail is on its way.',
    changes: [ME],
  });
  return (
    <Standing icon={<MailCheck size={28} aria-hidden />} title="Confirm your e-mail address">
      <Text>
        We sent a link to <b>{email}</b>. Open it and you are in. It can take a minute; look into the spam folder too.
      </Text>
      <OutboxHint />
      <Group>
        <Button onClick={() => resend.mutate()} loading={resend.isPending}>
          Send it once more
        </Button>
        <Button component={Link} to="/account" variant="default">
          Change the address
        </Button>
        <SignOutButton />
      </Group>
    </Standing>
  );
}
