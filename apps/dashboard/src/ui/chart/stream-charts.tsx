import 'uplot/dist/uPlot.min.css';
import { Text } from '@mantine/core';
import { ChartNoAxesColumn } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import type { StreamChart } from '#libs/contracts';
import { EmptyState } from '../states.js';
import { clockText } from '../time.js';
import { chartData, chartSummary, valueAt, type ChartData, type Metric } from './chart-data.js';
import { MetricChart } from './metric-chart.js';
import classes from './stream-charts.module.css';

const ROWS: { metric: Metric; label: string }[] = [
  { metric: 'viewers', label: 'Viewers' },
  { metric: 'likes', label: 'Likes' },
  { metric: 'coins', label: 'Coins' },
];

const EMPTY = {
  none: { title: 'No stream yet', text: 'Go live, and viewers, likes and coins are drawn here.' },
  running: { title: 'The chart begins in a minute', text: 'It needs two measurements.' },
  past: { title: 'No chart', text: 'The stream was too short for two measurements.' },
} as const;

/** Viewers, likes and coins over a stream, below each other with one cursor for all of them. */
export function StreamCharts({ chart, stream }: { chart: StreamChart; stream: keyof typeof EMPTY }) {
  const data = useMemo(() => chartData(chart), [chart]);
  const [index, setIndex] = useState<number | null>(null);
  const group = useId();
  if (chart.samples.length < 2) {
    return <EmptyState small icon={ChartNoAxesColumn} {...EMPTY[stream]} />;
  }
  const at = data.times[index ?? -1];
  return (
    <figure className={classes['figure']}>
      {ROWS.map(({ metric, label }, row) => (
        <div key={metric} className={classes['row']}>
          <Legend {...{ data, metric, label, index }} />
          <MetricChart
            {...{ data, metric, group }}
            height={row === ROWS.length - 1 ? 136 : 104}
            withTimes={row === ROWS.length - 1}
            onIndex={setIndex}
          />
        </div>
      ))}
      <figcaption>
        <Text size="sm" c="dimmed">
          {at === undefined ? chartSummary(chart) : `At ${clockText(at * 1000)}`}
        </Text>
      </figcaption>
    </figure>
  );
}

interface LegendProps {
  data: ChartData;
  metric: Metric;
  label: string;
  index: number | null;
}

function Legend({ data, metric, label, index }: LegendProps) {
  return (
    <div className={classes['legend']}>
      <span className={classes['dot']} data-metric={metric} />
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fw={600}>
        {valueAt(data, metric, index)}
      </Text>
    </div>
  );
}
