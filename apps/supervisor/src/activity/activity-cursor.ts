import { z } from 'zod';
import { BadCursorError } from '#libs/domain';

/** PostgreSQL takes no NUL. */
const epoch = z.string().regex(/^[^\p{Cc}]{0,64}$/u);
const number = z.int().nonnegative();
const schema = z.union([
  z.tuple([z.literal('log'), epoch, number, number]),
  z.tuple([z.literal('ledger'), epoch, number, number.nullable(), number, number, epoch]),
]);

/** Where a reader of what happened goes on. Times in ms. */
export type ActivityPlace =
  /** In the log, below `offset`. `receivedAt` tells where that was, should the log be another one by then. */
  | { in: 'log'; epoch: string; offset: number; receivedAt: number }
  /** In the ledger, after `after`, without what the log had. */
  | {
      in: 'ledger';
      known: { epoch: string; offset: number };
      until?: number;
      after: { receivedAt: number; offset: number; epoch: string };
    };

export function encodePlace(place: ActivityPlace): string {
  const values: z.infer<typeof schema> =
    place.in === 'log'
      ? ['log', place.epoch, place.offset, place.receivedAt]
      : [
          ...(['ledger', place.known.epoch, place.known.offset, place.until ?? null] as const),
          ...([place.after.receivedAt, place.after.offset, place.after.epoch] as const),
        ];
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Throws BadCursorError for a text that was not made by `encodePlace`. */
export function decodePlace(cursor: string): ActivityPlace {
  const values = schema.safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8'))).data;
  if (values === undefined) throw new BadCursorError('The cursor is not one of this list');
  if (values[0] === 'log') return { in: 'log', epoch: values[1], offset: values[2], receivedAt: values[3] };
  const [, knownEpoch, knownOffset, until, receivedAt, offset, rowEpoch] = values;
  return {
    in: 'ledger',
    known: { epoch: knownEpoch, offset: knownOffset },
    ...(until === null ? {} : { until }),
    after: { receivedAt, offset, epoch: rowEpoch },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
