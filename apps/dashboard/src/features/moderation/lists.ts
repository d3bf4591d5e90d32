import type { BlockedViewer, Moderation } from '#libs/contracts';

/** Handles are compared without @ and case, as the server does. */
export const plainHandle = (text: string): string => text.trim().replace(/^@/, '').toLowerCase();

/** Words of a text, one a line or with commas between them. */
export function wordsIn(text: string): string[] {
  const words = text.split(/[\n,;]+/).map((word) => word.replaceAll(/\s+/g, ' ').trim());
  return [...new Set(words.filter(Boolean))];
}

export function withWords(lists: Moderation, words: readonly string[]): Moderation {
  const known = new Set(lists.words.map((word) => word.toLowerCase()));
  const fresh = words.filter((word) => !known.has(word.toLowerCase()));
  return { ...lists, words: [...lists.words, ...fresh] };
}

export function withoutWord(lists: Moderation, word: string): Moderation {
  return { ...lists, words: lists.words.filter((one) => one !== word) };
}

export function isBlocked(lists: Moderation | undefined, viewer: Pick<BlockedViewer, 'id' | 'handle'>): boolean {
  return lists?.viewers.some((one) => isSame(one, viewer)) ?? false;
}

export function withViewer(lists: Moderation, viewer: BlockedViewer): Moderation {
  const handle = plainHandle(viewer.handle);
  if (handle === '') return lists;
  const others = lists.viewers.filter((one) => !isSame(one, viewer));
  return { ...lists, viewers: [...others, { ...viewer, handle }] };
}

export function withoutViewer(lists: Moderation, viewer: Pick<BlockedViewer, 'id' | 'handle'>): Moderation {
  return { ...lists, viewers: lists.viewers.filter((one) => !isSame(one, viewer)) };
}

/** By id where both have one: handles change hands. */
function isSame(one: Pick<BlockedViewer, 'id' | 'handle'>, other: Pick<BlockedViewer, 'id' | 'handle'>): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  return plainHandle(one.handle) === plainHandle(other.handle);
}
