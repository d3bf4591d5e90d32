import { stringify } from 'csv-stringify/sync';
import type { ArchiveRow } from '#libs/domain';

type Rows = AsyncIterable<readonly ArchiveRow[]> | Iterable<readonly ArchiveRow[]>;

/** A JSON list, row by row. */
export async function* jsonList(batches: Rows): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of batches) {
    for (const row of rows) {
      yield `${separator}${JSON.stringify(row)}`;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** CSV with a heading. Cells that a spreadsheet would run as a formula are made harmless: viewers choose their names. */
export async function* csvTable(
  columns: Record<string, (row: ArchiveRow) => unknown>,
  batches: Rows,
): AsyncGenerator<string> {
  const options = { escape_formulas: true, record_delimiter: '\r\n' } as const;
  yield stringify([Object.keys(columns)], options);
  for await (const rows of batches) {
    const cells = rows.map((row) => Object.values(columns).map((read) => textOf(read(row))));
    yield stringify(cells, options);
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
