import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { LiveEvent, PastStream } from '#libs/contracts';

const COLUMNS = ['time', 'event', 'viewer', 'handle', 'viewer id', 'gift', 'count', 'coins', 'months'] as const;
type Column = (typeof COLUMNS)[number];
/** An event of the ledger as a row. Numbers stay numbers. */
export function toRow(event: LiveEvent): Record<Column, string | number> {
  const user = 'user' in event ? event.user : undefined;
  const gift = event.type === 'gift' ? event : undefined;
  return {
    time: new Date(event.receivedAt).toISOString(),
    event: event.type,
    viewer: user?.name ?? '',
    handle: user?.handle ?? '',
    'viewer id': user?.id ?? '',
    gift: gift?.gift.name ?? '',
    count: gift?.count ?? '',
    coins: gift?.coins ?? '',
    months: (event.type === 'subscribe' ? event.months : undefined) ?? '',
  };
}

/**
 * A line for each event, with a byte order mark, by which spreadsheets know that it is UTF-8. What viewers wrote is text:
 * a cell that looks like a formula gets a `'` before it, so that no spreadsheet runs it.
 */
export function toCsv(parts: AsyncIterable<LiveEvent[]>): Readable {
  const lines = stringify({ bom: true, header: true, escape_formulas: true, columns: [...COLUMNS] });
  const rows = Readable.from(rowsOf(parts));
  // An end of the answer before its time ends the reading too, and the other way round.
  rows.on('error', (error) => lines.destroy(error));
  lines.on('close', () => rows.destroy());
  return rows.pipe(lines);
}

/** `{ stream, events }`, written piece by piece. */
export function toJson(stream: PastStream, parts: AsyncIterable<LiveEvent[]>): Readable {
  return Readable.from(jsonOf(stream, parts));
}

/** As browsers and systems everywhere take it. */
export function exportName(handle: string, { startedAt, endedAt }: PastStream, format: string): string {
  const when = (startedAt ?? endedAt).slice(0, 16).replace('T', '-').replace(':', '');
  return `streamshape-${handle.replaceAll(/[^a-zA-Z0-9._-]/g, '_')}-${when}.${format}`;
}

async function* rowsOf(parts: AsyncIterable<LiveEvent[]>): AsyncIterable<Record<Column, string | number>> {
  for await (const events of parts) for (const event of events) yield toRow(event);
}

async function* jsonOf(stream: PastStream, parts: AsyncIterable<LiveEvent[]>): AsyncIterable<string> {
  yield `{"stream":${JSON.stringify(stream)},"events":[`;
  let separator = '\n';
  for await (const events of parts) {
    yield separator + events.map((event) => JSON.stringify(event)).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}
