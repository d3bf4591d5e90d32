import { cleanSlice } from '../ui/text.js';
import type { ChatEvent } from './chat-event.js';

export type MessagePart = { kind: 'text'; text: string } | { kind: 'emote'; image: string };

const MAX_TEXT = 400;
const MAX_EMOTES = 20;

/** The text with its emotes where they belong; those without a place follow at the end. */
export function messageParts(event: Pick<ChatEvent, 'text' | 'emotes'>): MessagePart[] {
  const text = event.text.slice(0, MAX_TEXT);
  const placed = event.emotes
    .flatMap(({ image, index }) => (image ? [{ image, index: index === undefined ? Infinity : index }] : []))
    .slice(0, MAX_EMOTES)
    .sort((a, b) => a.index - b.index);
  const parts: MessagePart[] = [];
  let from = 0;
  for (const { image, index } of placed) {
    const at = wholeCharacter(text, Math.max(from, Math.min(text.length, index)));
    pushText(parts, text.slice(from, at));
    parts.push({ kind: 'emote', image });
    from = at;
  }
  pushText(parts, text.slice(from) + (event.text.length > MAX_TEXT ? '…' : ''));
  return parts;
}

function pushText(parts: MessagePart[], raw: string): void {
  const text = cleanSlice(raw);
  if (text) parts.push({ kind: 'text', text });
}

function wholeCharacter(text: string, at: number): number {
  return /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at;
}
