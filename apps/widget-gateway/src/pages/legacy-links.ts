import type { WidgetType } from '#libs/contracts';

/** Widget names of the original product, and what they are called here. */
const NAMES: Record<string, WidgetType> = {
  gift: 'gifts',
  follow: 'follows',
  subscribe: 'subscribes',
  like: 'likes',
  chat: 'chat',
};

/** The original's goals, and what each counts here. */
const METRICS: Record<string, string> = { gift: 'coins', like: 'likes', follow: 'follows', subscribe: 'subscribes' };

/** Where an address of the original, `/widgets/KEY/NAME` or `/widgets/KEY/goal/METRIC`, lives now. */
export function legacyTarget(key: string, name: string, metric?: string): string | undefined {
  const page = `/${encodeURIComponent(key)}`;
  if (metric === undefined) return Object.hasOwn(NAMES, name) ? `${page}/${NAMES[name]}` : undefined;
  if (name !== 'goal') return undefined;
  return Object.hasOwn(METRICS, metric) ? `${page}/goals?metric=${METRICS[metric]}` : `${page}/goals`;
}
