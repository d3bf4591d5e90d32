import { SimpleGrid } from '@mantine/core';
import { Page } from '../../ui/page.js';
import { ErrorState } from '../../ui/states.js';
import { LoadingRows } from '../studio/loading-rows.js';
import { useModeration } from '../studio/queries.js';
import { BlockedViewers } from './blocked-viewers.js';
import { BlockedWords } from './blocked-words.js';
import { useModerate } from './use-moderate.js';

/** What appears on no widget. */
export default function ModerationPage() {
  const lists = useModeration();
  const moderate = useModerate();
  return (
    <Page
      title="Blocked words and viewers"
      lead="They appear on none of your widgets, from the next second on. What blocked viewers give still counts."
    >
      {lists.isPending && <LoadingRows rows={4} />}
      {lists.isError && !lists.data && <ErrorState error={lists.error} onRetry={() => void lists.refetch()} />}
      {lists.data && (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <BlockedWords words={lists.data.words} change={moderate.mutate} />
          <BlockedViewers viewers={lists.data.viewers} change={moderate.mutate} />
        </SimpleGrid>
      )}
    </Page>
  );
}
