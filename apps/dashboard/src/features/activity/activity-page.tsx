import { Alert, Button, Chip, Group, Stack } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { FlaskConical, Radio, TriangleAlert } from 'lucide-react';
import type { WidgetType } from '#libs/contracts';
import { Page } from '../../ui/page.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { LoadingRows } from '../studio/loading-rows.js';
import { QUEUES } from '../studio/kinds.js';
import { useModeration, useOpenPages } from '../studio/queries.js';
import { TestDrawer } from '../test-panel/test-drawer.js';
import { ActivityRow } from './activity-row.js';
import { FILTER_WORDS, FILTERS, FIRST_FILTERS, keyOf, type Filter } from './activity-words.js';
import { QueueBar } from './queue-bar.js';
import { useActivity } from './use-activity.js';
import { useQueue } from './use-queue.js';

/** What happens, with a hand on the queue: made for a phone beside the camera. */
export default function ActivityPage() {
  const [filters, setFilters] = useLocalStorage<Filter[]>({
    key: 'activity-filters',
    defaultValue: [...FIRST_FILTERS],
    getInitialValueInEffect: false,
  });
  const { widget, setWidget, open } = useQueueChoice();
  const [testing, test] = useDisclosure(false);
  const feed = useActivity(filters);
  const queue = useQueue(widget);
  const moderation = useModeration();
  return (
    <Page
      title="Activity"
      lead="What viewers did, and what became of each alert."
      actions={
        <Button variant="default" leftSection={<FlaskConical size={18} aria-hidden />} onClick={test.open}>
          Test
        </Button>
      }
    >
      <QueueBar queue={queue} open={open} onWidget={setWidget} />
      <Chip.Group
        multiple
        value={filters}
        onChange={(next) => next.length > 0 && setFilters(FILTERS.filter((one) => next.includes(one)))}
      >
        <Group gap={6} role="group" aria-label="Show">
          {FILTERS.map((filter) => (
            <Chip key={filter} value={filter} size="sm" variant="light">
              {FILTER_WORDS[filter]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {feed.stale && (
        <Alert color="amber" icon={<TriangleAlert size={20} aria-hidden />} title="This may be a little old">
          The newest could not be read. It is tried again every few seconds.
        </Alert>
      )}
      {!feed.items &&
        (feed.error ? <ErrorState error={feed.error} onRetry={feed.retry} /> : <LoadingRows rows={8} height={64} />)}
      {feed.items?.length === 0 && (
        <EmptyState
          icon={Radio}
          title="Nothing yet"
          text="Gifts, follows and the like appear here as they happen. Send a test to see how it looks."
          action={
            <Button variant="default" onClick={test.open}>
              Open the test panel
            </Button>
          }
        />
      )}
      <Stack component="ol" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label="What happened, newest first">
        {feed.items?.map((item) => (
          <ActivityRow key={keyOf(item.event)} item={item} queue={queue} moderation={moderation.data} />
        ))}
      </Stack>
      {feed.more && feed.items && feed.items.length > 0 && (
        <Button variant="default" loading={feed.loadingMore} onClick={feed.more} style={{ alignSelf: 'center' }}>
          Show older
        </Button>
      )}
      <TestDrawer opened={testing} onClose={test.close} />
    </Page>
  );
}

/** The queue that is steered: the one that was picked, else the one that OBS shows. */
function useQueueChoice() {
  const [picked, setPicked] = useLocalStorage<WidgetType | ''>({ key: 'queue', defaultValue: '' });
  const pages = useOpenPages();
  const open = QUEUES.find((type) => pages.data?.items.some(({ widget, obs }) => widget.type === type && obs > 0));
  const widget: WidgetType = picked || open || 'alerts';
  const shown = pages.data?.items.some((item) => item.widget.type === widget);
  return { widget, setWidget: setPicked, open: pages.isError ? undefined : shown };
}
