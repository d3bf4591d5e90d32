/** What a request wants of a file: all of it, a part (both ends inclusive), or what the file does not have. */
export type ByteRange = 'all' | 'unsatisfiable' | { from: number; to: number };

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** One range alone; several, and what is no range, are answered with the whole file, as RFC 9110 allows. */
export function byteRange(header: string | undefined, length: number): ByteRange {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  if (first === '') {
    const wanted = Math.min(Number(last), length);
    return wanted === 0 ? 'unsatisfiable' : { from: length - wanted, to: length - 1 };
  }
  const from = Number(first);
  const to = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (last !== '' && Number(last) < from) return 'all';
  return from >= length ? 'unsatisfiable' : { from, to };
}
