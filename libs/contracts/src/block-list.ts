/** Of `moderationSchema`, what pages need. No zod here: browser bundles import this file. */
export interface BlockedContent {
  words: readonly string[];
  viewers: readonly { id?: string | undefined; handle: string }[];
}

/** What is looked at: any event. */
export interface Judged {
  type: string;
  user?: { id: string; handle: string } | undefined;
  text?: string | undefined;
}

interface Part {
  text: string;
  /** Whether it may begin, or end, within a word. */
  startFree: boolean;
  endFree: boolean;
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}_]+/u;
/** Written without spaces: there a word is found wherever it stands. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const ALL_UNSPACED = new RegExp(UNSPACED.source, 'gu');
/** Latin, Greek and Cyrillic accents; vowel signs of Arabic and Hebrew, which are left out as often as not. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
/** Not to be seen, and fit to hide a word. */
const INVISIBLE = /[\p{Cf}\ufe00-\ufe0f]/gu;
/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  '’': "'",
};
const SPECIAL = /[ßøđðłıæœþ’]/g;

/** Without case, accents, width and invisible characters; one space between words. */
export function folded(text: string): string {
  const bare = text.normalize('NFKD').replace(ACCENTS, '').replace(INVISIBLE, '').toLowerCase().normalize('NFC');
  return bare
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whom and what a streamer does not want to see. No word of theirs becomes a pattern: all is compared as text. */
export class BlockList {
  /** Whole words, found by looking them up. */
  private readonly words = new Set<string>();
  private readonly parts: Part[] = [];
  private readonly ids = new Set<string>();
  private readonly handles = new Set<string>();

  constructor({ words, viewers }: BlockedContent) {
    for (const word of words) this.addWord(word);
    for (const { id, handle } of viewers) {
      if (id) this.ids.add(id);
      this.handles.add(handleOf(handle));
    }
  }

  blocks({ type, user, text }: Judged): boolean {
    if (user && this.blocksViewer(user)) return true;
    return (type === 'chat' || type === 'question') && text !== undefined && this.blocksText(text);
  }

  blocksViewer({ id, handle }: { id: string; handle: string }): boolean {
    return this.ids.has(id) || this.handles.has(handleOf(handle));
  }

  blocksText(text: string): boolean {
    if (this.words.size === 0 && this.parts.length === 0) return false;
    const plain = folded(text);
    const words = this.words.size > 0 ? plain.replace(ALL_UNSPACED, ' ').split(BETWEEN_WORDS) : [];
    return words.some((word) => this.words.has(word)) || this.parts.some((part) => holds(plain, part));
  }

  private addWord(word: string): void {
    const trimmed = word.trim();
    const text = folded(trimmed.replace(/^\*+/, '').replace(/\*+$/, ''));
    if (text === '') return;
    const part = { text, startFree: trimmed.startsWith('*'), endFree: trimmed.endsWith('*') };
    const single = !BETWEEN_WORDS.test(text) && !UNSPACED.test(text);
    if (single && !part.startFree && !part.endFree) this.words.add(text);
    else this.parts.push(part);
  }
}

function holds(text: string, { text: part, startFree, endFree }: Part): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    const starts = startFree || !joined(charBefore(text, at), charAt(part, 0));
    if (starts && (endFree || !joined(charBefore(part, part.length), charAt(text, end)))) return true;
  }
  return false;
}

/** Whether two neighbours belong to one word. */
function joined(left: string, right: string): boolean {
  return [left, right].every((char) => WORD.test(char) && !UNSPACED.test(char));
}

function charAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 32);
}

function charBefore(text: string, at: number): string {
  const low = at > 1 && /[\udc00-\udfff]/.test(text.charAt(at - 1));
  return at > 0 ? charAt(text, at - (low ? 2 : 1)) : ' ';
}

function handleOf(text: string): string {
  return text.trim().replace(/^@/, '').toLowerCase();
}
