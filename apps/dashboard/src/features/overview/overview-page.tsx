import { Button, Skeleton, Stack } from '@mantine/core';
import { Settings2 } from 'lucide-react';
import { Link } from 'react-router';
import type { Overview, StreamChart } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useStreamer } from '../../api/session.js';
import { useApi } from '../../api/use-api.js';
import { StreamCharts } from '../../ui/chart/stream-charts.js';
import { Page } from '../../ui/page.js';
import { Section } from '../../ui/section.js';
import { ErrorState } from '../../ui/states.js';
import { LastEvents } from './last-events.js';
import { LiveControls } from './live-controls.js';
import { OpenPagesCard } from './open-pages.js';
import classes from './overview.module.css';
import { SourceCard } from './source-card.js';
import { Totals } from './totals.js';

/** How often it is looked at while the page is visible, ms. */
const LOOK_MS = 2000;
const CHART_MS = 10_000;

export default function OverviewPage() {
  const { id, handle } = useStreamer();
  const params = { path: { id } };
  const overview = useApi<Overview>(
    ['overview', id],
    (signal) => api.GET('/api/v1/streamers/{id}/overview', { params, signal }),
    { refetchInterval: LOOK_MS },
  );
  const chart = useApi<StreamChart>(
    ['chart', id],
    (signal) => api.GET('/api/v1/streamers/{id}/chart', { params, signal }),
    { refetchInterval: CHART_MS },
  );
  return (
    <Page
      title="Overview"
      lead={`@${handle} on TikTok`}
      actions={
        <Button
          component={Link}
          to="/welcome?step=obs"
          variant="default"
          leftSection={<Settings2 size={18} aria-hidden />}
        >
          Add to OBS
        </Button>
      }
    >
      {overview.data ? (
        <Loaded overview={overview.data} stale={overview.isError} streamerId={id} />
      ) : overview.isError ? (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      ) : (
        <Waiting />
      )}
      <div className={classes['split']}>
        <Section title={overview.data?.stream ? 'This stream so far' : 'Your last stream'}>
          {chart.data ? (
            <StreamCharts chart={chart.data} stream={overview.data?.stream ? 'running' : 'none'} />
          ) : chart.isError ? (
            <ErrorState small error={chart.error} onRetry={() => void chart.refetch()} />
          ) : (
            <Skeleton height={408} />
          )}
        </Section>
        <Stack gap="lg" className={classes['side']}>
          <OpenPagesCard pages={overview.data?.pages} />
          <LastEvents streamerId={id} />
        </Stack>
      </div>
    </Page>
  );
}

function Loaded({ overview, stale, streamerId }: { overview: Overview; stale: boolean; streamerId: string }) {
  return (
    <>
      <SourceCard overview={overview} stale={stale} />
      <LiveControls streamerId={streamerId} pages={overview.pages} />
      <Totals overview={overview} />
    </>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton height={156} radius="lg" />
      <Skeleton height={64} radius="lg" />
      <Skeleton height={112} radius="lg" />
    </>
  );
}
