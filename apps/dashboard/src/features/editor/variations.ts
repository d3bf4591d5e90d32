import type { Variation, VariationCondition, WidgetType } from '#libs/contracts';
import { choiceWords } from './choice-words.js';

const count = new Intl.NumberFormat('en');

/** What a variation is for, in one line. */
export function whenWords(when: VariationCondition, type: WidgetType): string {
  const { event, gift, minimumAmount: least, maximumAmount: most, role } = when;
  const unit = unitOf(event, type);
  const amount =
    least !== undefined && most !== undefined
      ? `${count.format(least)} to ${count.format(most)} ${unit}`
      : least !== undefined
        ? `${count.format(least)} ${unit} or more`
        : most !== undefined
          ? `up to ${count.format(most)} ${unit}`
          : undefined;
  const parts = [
    event && type === 'alerts' ? choiceWords('event', event) : undefined,
    gift,
    amount,
    role && choiceWords('role', role),
  ].filter((part) => part !== undefined);
  return parts.join(', ') || 'Every alert';
}

/** What amounts count, for alerts of a kind. */
export function unitOf(event: VariationCondition['event'], type: WidgetType): string {
  if (event === 'subscribe' || type === 'subscribes') return 'months';
  return event === 'like' || type === 'likes' ? 'likes' : 'coins';
}

const CHANGES: Record<keyof Variation['change'], string> = {
  message: 'words',
  image: 'picture',
  imageUrl: 'picture',
  durationMs: 'duration',
  entry: 'entry',
  exit: 'exit',
  size: 'stage',
  sound: 'sound',
  volume: 'volume',
  accentColor: 'colour',
};

/** What a variation changes, in one line. */
export function changeWords({ change, priority }: Variation): string {
  const parts = Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => CHANGES[name as keyof Variation['change']]);
  if (priority !== undefined) parts.push('priority');
  const named = [...new Set(parts)];
  return named.length === 0 ? 'Changes nothing yet' : `Own ${named.join(', ')}`;
}

/** Sets one part of a record, or takes it out where it is empty: what is left out stays as the box has it. */
export function withPart<T extends object, K extends keyof T>(record: T, name: K, value: T[K] | undefined): T {
  const { [name]: _before, ...rest } = record;
  const empty = value === undefined || value === '' || (typeof value === 'number' && Number.isNaN(value));
  return (empty ? rest : { ...rest, [name]: value }) as T;
}

/** A problem that the server would refuse or that could never fit, in words. */
export function problemOf({ when }: Variation): string | undefined {
  const { minimumAmount: least, maximumAmount: most } = when;
  if (least !== undefined && most !== undefined && least > most)
    return 'Nothing is at least the larger and at most the smaller number.';
  return undefined;
}
