import { Badge, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import type { WebhookEvent, WebhookEventPage } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useChange } from '../../../api/use-api.js';
import { usePages } from '../../../api/use-pages.js';
import { MoreButton } from '../../../ui/more-button.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { dateText } from '../../../ui/time.js';
import classes from '../admin.module.css';
import { OUTCOME_WORDS } from './plan-words.js';

const SHOWN = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'failed', label: 'Failed' },
] as const;

/** What Stripe told, and what became of it; of one account or of all. */
export function EventsSection({ account }: { account?: string }) {
  const [shown, setShown] = useState<(typeof SHOWN)[number]['value']>('all');
  const outcome = shown === 'all' ? {} : { outcome: shown };
  const events = usePages<WebhookEventPage>(['admin-billing-events', account ?? '', shown], (cursor, signal) =>
    api.GET('/api/v1/admin/billing/events', {
      params: { query: { limit: 10, cursor, ...outcome, ...(account !== undefined && { account }) } },
      signal,
    }),
  );
  const items = events.data?.pages.flatMap((page) => page.items);
  return (
    <Section
      title="Messages of Stripe"
      text="Each is a hint to ask Stripe how things are. They are kept for 30 days."
      flush
      aside={<SegmentedControl aria-label="Which messages" data={[...SHOWN]} value={shown} onChange={setShown} />}
    >
      {events.isPending && <RowsSkeleton rows={3} />}
      {events.isError && !items && <ErrorState small error={events.error} onRetry={() => void events.refetch()} />}
      {items?.length === 0 && <EmptyState small icon={Inbox} title="None of this kind" />}
      <ul className={classes['rows']}>
        {items?.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
      <MoreButton query={events} />
    </Section>
  );
}

function EventRow({ event: { id, type, outcome, detail, attempts, receivedAt, form } }: { event: WebhookEvent }) {
  const again = useChange(
    () => api.POST('/api/v1/admin/billing/events/{event}/retry', { params: { path: { event: id } } }),
    { said: 'It is worked on once more.', changes: [['admin-billing-events']] },
  );
  const { text, color } = OUTCOME_WORDS[outcome];
  const more = [dateText(receivedAt), form === 'thin' ? 'thin' : '', attempts > 1 ? `${attempts} tries` : ''];
  return (
    <li className={classes['row']}>
      <div className={classes['words']}>
        <Group gap={8}>
          <Text fw={550}>{type}</Text>
          <Badge color={color}>{text}</Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {more.filter(Boolean).join(' · ')} · <span className={classes['mono']}>{id}</span>
        </Text>
        {detail !== null && <Text size="sm">{detail}</Text>}
      </div>
      {outcome !== 'waiting' && (
        <Button variant="subtle" color="gray" loading={again.isPending} onClick={() => again.mutate()}>
          Work on it again
        </Button>
      )}
    </li>
  );
}
