/** Calls `work` for every item, at most `width` at once, and rejects with a failure once its batch has ended. */
export async function inBatches<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += width) {
    const outcomes = await Promise.allSettled(items.slice(start, start + width).map(work));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
  }
}
