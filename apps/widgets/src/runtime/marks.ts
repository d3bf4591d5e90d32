/** The part of `localStorage` that marks need. */
export interface MarkStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const MAX_MARKS = 200;
/** `hello` must stay well below 16 KiB whatever the ids look like. */
const MAX_BYTES = 12_000;
const utf8 = new TextEncoder();

/**
 * Which alerts were rendered by pages of this widget in this browser, newest last. Written synchronously in the task
 * that renders, so that a page that dies right after does not show the alert again.
 */
export class Marks {
  private memory: string[] = [];

  constructor(
    private readonly storage: MarkStorage,
    private readonly name: string,
  ) {}

  add(ids: readonly string[]): void {
    // Read again: another source on the same link shares this list.
    const known = this.read();
    const fresh = ids.filter((id) => !known.includes(id));
    this.memory = trim([...known, ...fresh]);
    try {
      this.storage.setItem(this.name, JSON.stringify(this.memory));
    } catch (error) {
      console.warn('marks are kept in memory only', error);
    }
  }

  all(): string[] {
    return trim(this.read());
  }

  private read(): string[] {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(this.name) ?? 'null');
      if (Array.isArray(stored)) return stored.filter((id): id is string => typeof id === 'string');
    } catch (error) {
      console.warn('marks are unreadable', error);
    }
    return this.memory;
  }
}

function trim(ids: string[]): string[] {
  let bytes = 0;
  let from = ids.length;
  while (from > 0 && ids.length - from < MAX_MARKS) {
    bytes += utf8.encode(ids[from - 1]).length + 3;
    if (bytes > MAX_BYTES) break;
    from -= 1;
  }
  return ids.slice(from);
}
