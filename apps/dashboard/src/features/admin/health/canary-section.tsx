import { Badge, Group, Text } from '@mantine/core';
import { Bird } from 'lucide-react';
import type { Canary, CanaryList } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { agoText } from '../../../ui/time.js';
import classes from '../admin.module.css';

const STATES: Record<Canary['state'], { colour: string; words: string }> = {
  ok: { colour: 'green', words: 'Arrives' },
  late: { colour: 'amber', words: 'Late' },
  silent: { colour: 'red', words: 'Silent' },
};
const CAUSES: Record<NonNullable<Canary['cause']>, string> = {
  gateway: 'the widget page cannot be opened',
  source: 'no connection to TikTok',
  events: 'no event arrived',
  delay: 'events take too long',
};

/** Rooms that are always live, watched from end to end. */
export function CanarySection() {
  const canaries = useApi<CanaryList>(['canary'], (signal) => api.GET('/api/v1/canary', { signal }), {
    refetchInterval: 10_000,
  });
  return (
    <Section
      title="Always-live rooms"
      text="Watched from TikTok to a widget page, to notice trouble before streamers do."
      flush
    >
      {canaries.isPending && <RowsSkeleton rows={1} />}
      {canaries.isError && !canaries.data && (
        <ErrorState small error={canaries.error} onRetry={() => void canaries.refetch()} />
      )}
      {canaries.data?.items.length === 0 && (
        <EmptyState small icon={Bird} title="None is watched" text="Name some in CANARY_HANDLES." />
      )}
      <ul className={classes['rows']}>
        {canaries.data?.items.map((canary) => (
          <li key={canary.handle} className={classes['row']}>
            <div className={classes['words']}>
              <Group gap={8}>
                <Text fw={550}>@{canary.handle}</Text>
                <Badge color={STATES[canary.state].colour}>{STATES[canary.state].words}</Badge>
              </Group>
              <Text size="sm" c="dimmed">
                {canaryFacts(canary)}
              </Text>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function canaryFacts({ cause, lastEventAt, ages }: Canary): string {
  return [
    cause ? CAUSES[cause] : '',
    lastEventAt === null ? 'no event yet' : `last event ${agoText(lastEventAt)}`,
    ages.tiktokToPage === null ? '' : `${Math.round(ages.tiktokToPage)} ms from TikTok to the page`,
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}
