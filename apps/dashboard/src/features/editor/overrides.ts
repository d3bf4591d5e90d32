export type Settings = Readonly<Record<string, unknown>>;

/** Equal as JSON, whatever the order of keys. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => same(item, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.every((key) => same(one[key], other[key]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Settings of `names` that are not the same in both. */
export function differing(one: Settings, other: Settings, names: Iterable<string>): string[] {
  return [...names].filter((name) => !same(one[name], other[name]));
}

/**
 * What brings a widget from `saved` to `draft`: changed settings alone, and `null` for those that have their default
 * again, so that a later default reaches the widget.
 */
export function patchOf(saved: Settings, draft: Settings, defaults: Settings): Record<string, unknown> {
  const names = differing(saved, draft, Object.keys(draft));
  return Object.fromEntries(names.map((name) => [name, same(draft[name], defaults[name]) ? null : draft[name]]));
}

/** My changes since `base` on top of what somebody else saved meanwhile. */
export function rebase(base: Settings, mine: Settings, theirs: Settings): Record<string, unknown> {
  const changed = differing(base, mine, Object.keys(mine));
  return { ...theirs, ...Object.fromEntries(changed.map((name) => [name, mine[name]])) };
}

/** Settings that both sides changed, and not to the same. */
export function clashes(base: Settings, mine: Settings, theirs: Settings): string[] {
  const both = differing(base, mine, Object.keys(mine)).filter((name) => !same(base[name], theirs[name]));
  return both.filter((name) => !same(mine[name], theirs[name]));
}
