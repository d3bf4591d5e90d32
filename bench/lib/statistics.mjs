export function median(values) {
  const sorted = values.filter((value) => Number.isFinite(value)).toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, least and most of a row of figures. */
export function spread(values) {
  const known = values.filter((value) => Number.isFinite(value));
  return known.length === 0
    ? undefined
    : { median: median(known), least: Math.min(...known), most: Math.max(...known), rounds: known.length };
}

export const rounded = (value, digits = 2) => (value === undefined ? undefined : Number(value.toFixed(digits)));
