/**
 * What may not reach a page: control characters, the marks that turn the direction of text around, line and
 * paragraph separators, byte order marks and interlinear annotation. Joiners stay, as emoji and scripts need them.
 */
const HOSTILE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/gu;
const LINE_BREAKS = /[\t\n\r\u2028\u2029]/gu;

/** Removes what is hostile and turns line breaks into spaces; odd surrogates become U+FFFD. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(LINE_BREAKS, ' ').replace(HOSTILE, '');
}

/** At most `limit` UTF-16 code units, as the contract counts, and no code point cut in two. */
export function capText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const cutsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, cutsPair ? limit - 1 : limit);
}

/** Clean, capped, and without space around it. Anything but a string is empty. */
export function label(value: unknown, limit: number): string {
  return typeof value === 'string' ? capText(cleanText(value).trim(), limit) : '';
}

/** Clean and capped; space stays, as positions within the text may refer to it. Anything but a string is empty. */
export function prose(value: unknown, limit: number): string {
  return typeof value === 'string' ? capText(cleanText(value), limit) : '';
}

/** `{ [key]: text }` where there is text, nothing where there is none. */
export function optional<K extends string>(key: K, text: string | undefined): { [P in K]?: string } {
  return text ? ({ [key]: text } as { [P in K]: string }) : {};
}
