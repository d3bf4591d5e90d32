import { provideFonts } from './scripts.js';

/** Controls, marks that hide text, and everything that turns the writing direction. Joiners stay: emoji and Persian need them. */
const HOSTILE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gu;
/** More marks than any script stacks on one letter. */
const STACKED = /(\p{M}{4})\p{M}+/gu;

/** Viewer text as it may go into a text node: what could disturb its surroundings is gone. Keeps outer spaces. */
export function cleanSlice(text: string): string {
  provideFonts(text);
  return text.replace(/\s+/g, ' ').replace(HOSTILE, '').replace(STACKED, '$1');
}

export function cleanText(text: string, maxLength: number): string {
  const flat = cleanSlice(text).trim();
  if (flat.length <= maxLength) return flat;
  return `${flat.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')}…`;
}

export const MAX_NAME = 80;

export function displayName(user: { name: string; handle: string }): string {
  return cleanText(user.name, MAX_NAME) || cleanText(user.handle, MAX_NAME) || 'Someone';
}

/** The letter in place of a missing picture. */
export function initialOf(name: string): string {
  const first = new Intl.Segmenter().segment(name)[Symbol.iterator]().next();
  return first.done ? '?' : first.value.segment.toLocaleUpperCase();
}

export interface TemplatePart {
  text: string;
  /** Set where a token was filled in. */
  token?: string;
}

/** Splits a message template at its tokens. Unknown tokens stay as they are. */
export function fillTemplate(template: string, values: Record<string, string>): TemplatePart[] {
  const parts = template.split(/(\{[a-z]+\})/);
  return parts.flatMap((part): TemplatePart[] => {
    if (part === '') return [];
    const token = part.startsWith('{') ? part.slice(1, -1) : '';
    const value = Object.hasOwn(values, token) ? values[token] : undefined;
    return value === undefined ? [{ text: part }] : [{ text: value, token }];
  });
}
