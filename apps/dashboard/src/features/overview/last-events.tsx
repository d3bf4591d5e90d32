import { Anchor, Skeleton, Stack } from '@mantine/core';
import { Inbox } from 'lucide-react';
import { Link } from 'react-router';
import type { ActivityPage } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { EventRow } from '../../ui/event-row.js';
import { Section } from '../../ui/section.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { useNow } from '../../ui/use-now.js';
import classes from './overview.module.css';

const SHOWN = 7;

/** What happened last, with the way to all of it. */
export function LastEvents({ streamerId: id }: { streamerId: string }) {
  const now = useNow(5000);
  const params = { path: { id }, query: { limit: SHOWN } };
  const events = useApi<ActivityPage>(
    ['activity', id, 'last'],
    (signal) => api.GET('/api/v1/streamers/{id}/activity', { params, signal }),
    { refetchInterval: 3000 },
  );
  return (
    <Section
      title="Last events"
      flush
      aside={
        <Anchor component={Link} to="/activity" size="sm">
          All activity
        </Anchor>
      }
    >
      {events.isPending && (
        <Stack px="lg" pb="lg" gap="sm">
          {Array.from({ length: 4 }, (_, index) => (
            <Skeleton key={index} height={44} />
          ))}
        </Stack>
      )}
      {events.isError && !events.data && (
        <ErrorState small error={events.error} onRetry={() => void events.refetch()} />
      )}
      {events.data?.items.length === 0 && (
        <EmptyState small icon={Inbox} title="Nothing yet" text="Gifts, follows and subscriptions appear here." />
      )}
      {events.data && events.data.items.length > 0 && (
        <ul className={classes['list']}>
          {events.data.items.map(({ event }) => (
            <EventRow key={event.id} event={event} now={now} />
          ))}
        </ul>
      )}
    </Section>
  );
}
