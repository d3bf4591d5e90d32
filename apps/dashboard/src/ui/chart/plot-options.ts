import type uPlot from 'uplot';
import { shortCount } from '../numbers.js';
import type { Metric } from './chart-data.js';

/** Colours of the present scheme, read from the page. */
export interface ChartColours {
  line: string;
  fill: string;
  grid: string;
  text: string;
  gap: string;
}

export function coloursOf(element: Element, metric: Metric): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const line = read(`--chart-${metric}`);
  return {
    line,
    fill: `color-mix(in srgb, ${line} 14%, transparent)`,
    grid: read('--line'),
    text: read('--soft'),
    gap: `color-mix(in srgb, ${read('--warn')} 22%, transparent)`,
  };
}

interface Wish {
  width: number;
  height: number;
  colours: ChartColours;
  /** Only the lowest chart has times below it. */
  withTimes: boolean;
  /** Charts of one group share their cursor. */
  group: string;
  gaps: readonly (readonly [number, number])[];
  onIndex: (index: number | null) => void;
}

const FONT = "13px 'Outfit Variable', system-ui, sans-serif";

/** Shades the times in which nothing was heard, below the line. */
function drawGaps(plot: uPlot, gaps: Wish['gaps'], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colour;
  for (const [from, to] of gaps) {
    const left = plot.valToPos(from, 'x', true);
    // Never thinner than what the eye finds.
    const width = Math.max(3 * devicePixelRatio, plot.valToPos(to, 'x', true) - left);
    ctx.fillRect(left, bbox.top, width, bbox.height);
  }
  ctx.restore();
}

const hour = (seconds: number): string =>
  new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false }).format(seconds * 1000);

export function plotOptions({ width, height, colours, withTimes, group, gaps, onIndex }: Wish): uPlot.Options {
  const axis = { stroke: colours.text, font: FONT, ticks: { show: false } } as const;
  return {
    width,
    height,
    padding: [8, 8, withTimes ? 0 : 8, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      sync: { key: group },
      points: { size: 9, fill: colours.line },
    },
    scales: { x: { time: true }, y: { range: (_plot, _min, max) => [0, Math.max(4, (max ?? 0) * 1.08)] } },
    axes: [
      {
        ...axis,
        show: withTimes,
        grid: { show: false },
        space: 80,
        size: 32,
        values: (_plot, splits) => splits.map(hour),
      },
      {
        ...axis,
        size: 56,
        space: 32,
        grid: { stroke: colours.grid, width: 1 },
        values: (_plot, splits) => splits.map((value) => (Number.isInteger(value) ? shortCount(value) : '')),
      },
    ],
    series: [{}, { stroke: colours.line, width: 2, fill: colours.fill, points: { show: false }, spanGaps: false }],
    hooks: {
      drawClear: [(plot) => drawGaps(plot, gaps, colours.gap)],
      setCursor: [(plot) => onIndex(plot.cursor.idx ?? null)],
    },
  };
}
