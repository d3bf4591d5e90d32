import { useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { ChartData, Metric } from './chart-data.js';
import { coloursOf, plotOptions } from './plot-options.js';

interface MetricChartProps {
  data: ChartData;
  metric: Metric;
  height: number;
  withTimes: boolean;
  group: string;
  onIndex: (index: number | null) => void;
}

/** One line over time. It is a picture for the eye alone: the words beside it say the same. */
export function MetricChart({ data, metric, height, withTimes, group, onIndex }: MetricChartProps) {
  const { ref: measured, width } = useElementSize();
  const ref = useRef<HTMLDivElement>(null);
  const both = useMergedRef(measured, ref);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(data);
  const scheme = useComputedColorScheme('light');
  const gaps = JSON.stringify(data.gaps);
  useEffect(() => {
    const place = ref.current;
    if (!place || width === 0) return;
    const colours = coloursOf(place, metric);
    const options = plotOptions({ width, height, colours, withTimes, group, gaps: latest.current.gaps, onIndex });
    const { times, values } = latest.current;
    const made = new uPlot(options, [times, values[metric]], place);
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [width, height, metric, withTimes, group, scheme, gaps, onIndex]);
  useEffect(() => {
    latest.current = data;
    plot.current?.setData([data.times, data.values[metric]]);
  }, [data, metric]);
  return <div ref={both} style={{ height }} aria-hidden />;
}
