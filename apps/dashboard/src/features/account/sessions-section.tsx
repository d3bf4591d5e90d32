import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Laptop, Smartphone } from 'lucide-react';
import type { LoginSession, LoginSessionList } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useApi, useChange } from '../../api/use-api.js';
import { Section } from '../../ui/section.js';
import { ErrorState } from '../../ui/states.js';
import { agoText } from '../../ui/time.js';
import classes from './account.module.css';

const KEY = ['sessions'] as const;

export function SessionsSection() {
  const sessions = useApi<LoginSessionList>(KEY, (signal) => api.GET('/api/v1/me/sessions', { signal }));
  const endOthers = useChange(() => api.DELETE('/api/v1/me/sessions'), {
    said: 'You are signed out everywhere else.',
    changes: [KEY],
  });
  const others = (sessions.data?.items ?? []).some(({ current }) => !current);
  return (
    <Section
      title="Where you are signed in"
      text="End what you do not know, then change your password."
      flush
      aside={
        others && (
          <Button variant="default" size="sm" onClick={() => endOthers.mutate()} loading={endOthers.isPending}>
            End all others
          </Button>
        )
      }
    >
      {sessions.isPending && (
        <Stack px="lg" pb="lg" gap="sm">
          <Skeleton height={48} />
          <Skeleton height={48} />
        </Stack>
      )}
      {sessions.isError && <ErrorState small error={sessions.error} onRetry={() => void sessions.refetch()} />}
      <ul className={classes['list']}>
        {sessions.data?.items.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Section>
  );
}

function SessionRow({ session }: { session: LoginSession }) {
  const { id, device, address, current, lastSeenAt } = session;
  const end = useChange(() => api.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } }), {
    said: 'That session is over.',
    changes: [KEY],
  });
  const Icon = /android|iphone|ipad|mobile/i.test(device) ? Smartphone : Laptop;
  return (
    <li className={classes['row']}>
      <Icon size={24} strokeWidth={1.75} aria-hidden className={classes['rowIcon']} />
      <div className={classes['rowWords']}>
        <Group gap={8}>
          <Text fw={550}>{device}</Text>
          {current && <Badge color="green">This one</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {address} · {current ? 'active now' : `last seen ${agoText(lastSeenAt)}`}
        </Text>
      </div>
      {!current && (
        <Button
          variant="default"
          size="sm"
          onClick={() => end.mutate()}
          loading={end.isPending}
          aria-label={`End the session on ${device}`}
        >
          End
        </Button>
      )}
    </li>
  );
}
