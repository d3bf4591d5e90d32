import { Skeleton, Stack } from '@mantine/core';
import { CalendarClock } from 'lucide-react';
import type { PastStreamPage } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useStreamer } from '../../api/session.js';
import { usePages } from '../../api/use-pages.js';
import { MoreButton } from '../../ui/more-button.js';
import { Page } from '../../ui/page.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { HistoryHint } from '../billing/history-hint.js';
import { StreamRow } from './stream-row.js';
import classes from './streams.module.css';

export default function StreamsPage() {
  const { id } = useStreamer();
  const streams = usePages<PastStreamPage>(['streams', id], (cursor, signal) =>
    api.GET('/api/v1/streamers/{id}/streams', { params: { path: { id }, query: { limit: 25, cursor } }, signal }),
  );
  const items = streams.data?.pages.flatMap((page) => page.items);
  return (
    <Page title="Past streams" lead="What each of your streams brought, to look at and to download.">
      {streams.isPending && (
        <Stack gap="sm">
          {Array.from({ length: 5 }, (_, index) => (
            <Skeleton key={index} height={96} radius="lg" />
          ))}
        </Stack>
      )}
      {streams.isError && !items && <ErrorState error={streams.error} onRetry={() => void streams.refetch()} />}
      {items?.length === 0 && (
        <EmptyState
          icon={CalendarClock}
          title="No stream has ended yet"
          text="When your first LIVE is over, its totals, chart and top gifters are kept here."
        />
      )}
      {items && items.length > 0 && (
        <ul className={classes['list']}>
          {items.map((stream) => (
            <StreamRow key={stream.id} stream={stream} />
          ))}
        </ul>
      )}
      <MoreButton query={streams} />
      {items && !streams.hasNextPage && <HistoryHint />}
    </Page>
  );
}
