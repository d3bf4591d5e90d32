import { Alert, Button, Skeleton } from '@mantine/core';
import { Download, EyeOff } from 'lucide-react';
import { useParams } from 'react-router';
import type { PastStreamDetail } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useStreamer } from '../../api/session.js';
import { useApi } from '../../api/use-api.js';
import { StreamCharts } from '../../ui/chart/stream-charts.js';
import { count } from '../../ui/numbers.js';
import { Page } from '../../ui/page.js';
import { Section } from '../../ui/section.js';
import { ErrorState } from '../../ui/states.js';
import { blindText, dayText, spanText } from './stream-words.js';
import classes from './streams.module.css';
import { TopGifters } from './top-gifters.js';

const BACK = { to: '/streams', label: 'Past streams' };

export default function StreamPage() {
  const { id } = useStreamer();
  const { stream = '' } = useParams();
  const detail = useApi<PastStreamDetail>(['stream', id, stream], (signal) =>
    api.GET('/api/v1/streamers/{id}/streams/{stream}', { params: { path: { id, stream } }, signal }),
  );
  if (detail.isError && !detail.data) {
    return (
      <Page title="Past stream" back={BACK}>
        <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
      </Page>
    );
  }
  if (!detail.data) {
    return (
      <Page title="Past stream" back={BACK}>
        <Skeleton height={128} radius="lg" />
        <Skeleton height={440} radius="lg" />
      </Page>
    );
  }
  return <Loaded detail={detail.data} file={`/api/v1/streamers/${id}/streams/${encodeURIComponent(stream)}/export`} />;
}

function Loaded({ detail, file }: { detail: PastStreamDetail; file: string }) {
  const blind = blindText(detail);
  return (
    <Page
      title={dayText(detail)}
      lead={spanText(detail)}
      back={BACK}
      actions={
        <>
          {(['csv', 'json'] as const).map((format) => (
            <Button
              key={format}
              component="a"
              href={`${file}?format=${format}`}
              download
              variant="default"
              leftSection={<Download size={18} aria-hidden />}
            >
              {format.toUpperCase()}
            </Button>
          ))}
        </>
      }
    >
      {blind && (
        <Alert color="amber" icon={<EyeOff size={20} aria-hidden />}>
          {blind}: what happened then is not in these numbers.
        </Alert>
      )}
      <Section title="Totals">
        <Totals detail={detail} />
      </Section>
      <div className={classes['split']}>
        <Section title="Over the stream">
          <StreamCharts chart={detail.chart} stream="past" />
        </Section>
        <TopGifters gifters={detail.topGifters} />
      </div>
    </Page>
  );
}

function Totals({ detail: { totals, peakViewers } }: { detail: PastStreamDetail }) {
  const entries: [string, number | null][] = [
    ['Coins', totals.coins],
    ['Gifts', totals.gifts],
    ['Likes', totals.likes],
    ['New followers', totals.follows],
    ['Shares', totals.shares],
    ['Subscriptions', totals.subscribes],
    ['Peak viewers', peakViewers],
  ];
  return (
    <dl className={classes['totals']}>
      {entries.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value === null ? '–' : count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
