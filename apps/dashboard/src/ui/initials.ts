/** One or two letters of a name: of its first two words, whatever the script. Empty for a name without letters. */
export function initialsOf(name: string): string {
  const words = name
    .split(/[\s._@-]+/)
    .map((word) => /\p{L}|\p{N}/u.exec(word)?.[0] ?? '')
    .filter((letter) => letter !== '');
  return words.slice(0, 2).join('').toLocaleUpperCase();
}

const COLOURS = ['crimson', 'violet', 'teal', 'amber', 'indigo', 'green', 'orange', 'cyan'] as const;

/** Always the same colour for the same name. */
export function colourOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return COLOURS[sum % COLOURS.length] ?? 'gray';
}
