import { build } from 'hdr-histogram-js';

/** Log-linear, three significant digits, microseconds up to two minutes. */
export function latencyHistogram() {
  return build({ lowestDiscernibleValue: 1, highestTrackableValue: 120_000_000, numberOfSignificantValueDigits: 3 });
}

const MOST = 119_000_000;
export function note(histogram, us) {
  histogram.recordValue(us < 1 ? 1 : us > MOST ? MOST : us);
}

/** In milliseconds. */
export function summary(histogram) {
  const ms = (us) => Math.round(us) / 1000;
  const at = (percentile) => ms(histogram.getValueAtPercentile(percentile));
  return {
    count: histogram.totalCount,
    p50: at(50),
    p90: at(90),
    p99: at(99),
    p999: at(99.9),
    most: ms(histogram.maxValue),
  };
}
