/**
 * A text of one line as it can be stored and shown: PostgreSQL takes no NUL, no other control character belongs on a
 * line, and half a surrogate pair is no character. For `z.string().overwrite(…)` before its bounds.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
}

/** The same for a text of several lines, which keeps its line ends. */
export function severalLines(text: string): string {
  return text
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]+/gu, ' ')
    .trim();
}
