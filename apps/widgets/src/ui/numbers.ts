const grouped = new Intl.NumberFormat(undefined, { numberingSystem: 'latn', maximumFractionDigits: 0 });

/** In the grouping of the place where it is watched: 12,480. */
export function formatCount(value: number): string {
  return grouped.format(value);
}
