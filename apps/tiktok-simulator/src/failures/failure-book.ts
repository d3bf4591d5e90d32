import type { FailureKind, FailureOf, FailureSpec } from './failure-spec.js';

interface Entry {
  spec: FailureSpec;
  left: number;
}

/** The failures switched on for one room, or for all of them (`parent`). The newest of a kind replaces the older. */
export class FailureBook {
  private entries: Entry[] = [];

  constructor(
    private readonly parent?: FailureBook,
    private readonly onChange: () => void = () => undefined,
  ) {}

  set(spec: FailureSpec): void {
    const left = 'times' in spec && spec.times !== undefined ? spec.times : Number.POSITIVE_INFINITY;
    const sameTarget = (other: FailureSpec) => other.kind === spec.kind && keyOf(other) === keyOf(spec);
    this.entries = [...this.entries.filter((entry) => !sameTarget(entry.spec)), { spec, left }];
    this.onChange();
  }

  /** Ends one kind of failure, or all. */
  clear(kind?: FailureKind): void {
    this.entries = kind === undefined ? [] : this.entries.filter((entry) => entry.spec.kind !== kind);
    this.onChange();
  }

  list(): { spec: FailureSpec; timesLeft: number | null }[] {
    return this.entries.map(({ spec, left }) => ({ spec, timesLeft: Number.isFinite(left) ? left : null }));
  }

  /** Whether a failure is on, without using it up. */
  active<K extends FailureKind>(kind: K, key?: string): FailureOf<K> | undefined {
    return this.find(kind, key)?.spec ?? this.parent?.active(kind, key);
  }

  /** Uses a failure once: the first of these kinds that is on. */
  take<K extends FailureKind>(kinds: readonly K[], key?: string): FailureOf<K> | undefined {
    for (const kind of kinds) {
      const entry = this.find(kind, key);
      if (!entry) continue;
      entry.left -= 1;
      if (entry.left <= 0) this.entries = this.entries.filter((other) => other !== entry);
      return entry.spec;
    }
    return this.parent?.take(kinds, key);
  }

  private find<K extends FailureKind>(kind: K, key?: string): { spec: FailureOf<K>; left: number } | undefined {
    return this.entries.find(
      (entry): entry is { spec: FailureOf<K>; left: number } =>
        entry.spec.kind === kind && (keyOf(entry.spec) === undefined || keyOf(entry.spec) === key),
    );
  }
}

function keyOf(spec: FailureSpec): string | undefined {
  return 'key' in spec ? spec.key : undefined;
}
