import type { WidgetType } from '#libs/contracts';

/** Widget names of the original product, and what they are called here. */
const NAMES: Record<string, WidgetType> = {
  gift: 'gifts',
  follow: 'follows',
  subscribe: 'subscribes',
  like: 'likes',
  chat: 'chat',
};

/** Where an address of the original, `/widgets/KEY/NAME` or `/widgets/KEY/goal/METRIC`, lives now. */
export function legacyTarget(key: string, name: string, metric?: string): string | undefined {
  const widget =
    metric === undefined
      ? Object.hasOwn(NAMES, name)
        ? NAMES[name]
        : undefined
      : name === 'goal'
        ? 'goals'
        : undefined;
  return widget === undefined ? undefined : `/${encodeURIComponent(key)}/${widget}`;
}
