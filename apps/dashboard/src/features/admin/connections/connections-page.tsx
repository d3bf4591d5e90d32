import { Select } from '@mantine/core';
import { Network } from 'lucide-react';
import { useState } from 'react';
import type { BrokerPage, BrokerViewState } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { usePages } from '../../../api/use-pages.js';
import { MoreButton } from '../../../ui/more-button.js';
import { Page } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { useNow } from '../../../ui/use-now.js';
import classes from '../admin.module.css';
import { BROKER_STATES, BROKER_WORDS } from './broker-words.js';
import { ConnectionRow } from './connection-row.js';

/** The connection of each streamer: state, why, and what to do. */
export default function ConnectionsPage() {
  const [state, setState] = useState<BrokerViewState | null>(null);
  const now = useNow();
  const brokers = usePages<BrokerPage>(
    ['brokers', state],
    (cursor, signal) =>
      api.GET('/api/v1/brokers', { params: { query: { limit: 100, cursor, ...(state ? { state } : {}) } }, signal }),
    { refetchInterval: 5000 },
  );
  const items = brokers.data?.pages.flatMap((page) => page.items);
  return (
    <Page
      title="Connections"
      lead="How each streamer’s connection to TikTok is, and what you can do about it."
      actions={
        <Select
          aria-label="Only connections in this state"
          placeholder="In every state"
          clearable
          allowDeselect
          data={BROKER_STATES.map((value) => ({ value, label: BROKER_WORDS[value].words }))}
          value={state}
          onChange={setState}
        />
      }
    >
      <Section title="Streamers" flush>
        {brokers.isPending && <RowsSkeleton height={72} />}
        {brokers.isError && !items && <ErrorState small error={brokers.error} onRetry={() => void brokers.refetch()} />}
        {items?.length === 0 && <EmptyState small icon={Network} title="None in this state" />}
        <ul className={classes['rows']}>
          {items?.map((broker) => (
            <ConnectionRow key={broker.streamerId} broker={broker} now={now} />
          ))}
        </ul>
        <MoreButton query={brokers} />
      </Section>
    </Page>
  );
}
