/**
 * Memory that the event loop shares with the thread that watches it: numbers alone, so that both sides read and write
 * without waiting for each other. No imports: the thread runs this file as it is.
 */
export const SLOT = { beat: 0, stop: 1, stalls: 2, lastStallMs: 3, actor: 4 } as const;
/** An id of 128 bits. */
const ACTOR_WORDS = 4;

export function newLoopMemory(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4 * (SLOT.actor + ACTOR_WORDS)));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The words of a UUID; of anything else none. */
export function wordsOf(id: string): Int32Array {
  const words = new Int32Array(ACTOR_WORDS);
  if (!UUID.test(id)) return words;
  const hex = id.replaceAll('-', '');
  for (let at = 0; at < ACTOR_WORDS; at++) words[at] = Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16);
  return words;
}

/** The actor whose handler runs now; absent when it is none, or one that cannot be told. */
export function actorIn(memory: Int32Array): string | undefined {
  const hex = Array.from({ length: ACTOR_WORDS }, (_, at) =>
    (Atomics.load(memory, SLOT.actor + at) >>> 0).toString(16).padStart(8, '0'),
  ).join('');
  if (/^0+$/.test(hex)) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
