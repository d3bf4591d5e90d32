import type { LiveEvent, LiveUser } from '../live-event.js';
import type { Role } from './look-options.js';
import type { Variation, VariationCondition } from './variations.js';

/** What a variation is chosen by. */
export interface VariationSubject {
  event: LiveEvent['type'];
  gift?: { id: string; name: string } | undefined;
  /** Coins of a gift, months of a subscription, likes; 0 for what has no amount. */
  amount: number;
  user: Pick<LiveUser, 'moderator' | 'subscriber' | 'follower'>;
}

/** The weight of each part is more than that of all later ones together. */
const WEIGHT = { gift: 16, bothEnds: 8, oneEnd: 6, role: 4, event: 1 };
const ROLE_WEIGHT: Record<Role, number> = { moderator: 1, subscriber: 0.5, follower: 0.25, other: 0 };

/**
 * The variation that fits best: one that names the gift before one that names an amount, before one that names a role.
 * Of two ranges the one that leaves less room wins, then the one that comes first. `undefined` when none fits.
 */
export function chooseVariation(variations: readonly Variation[], subject: VariationSubject): Variation | undefined {
  let best: Variation | undefined;
  for (const variation of variations) {
    if (fits(variation.when, subject) && (!best || beats(variation.when, best.when))) best = variation;
  }
  return best;
}

export function hasRole(user: VariationSubject['user'], role: Role): boolean {
  if (role === 'other') return !user.moderator && !user.subscriber && !user.follower;
  return user[role];
}

function fits(when: VariationCondition, { event, gift, amount, user }: VariationSubject): boolean {
  if (when.event && when.event !== event) return false;
  if (when.gift && !(gift && isGift(gift, when.gift))) return false;
  if (when.minimumAmount !== undefined && amount < when.minimumAmount) return false;
  if (when.maximumAmount !== undefined && amount > when.maximumAmount) return false;
  return !when.role || hasRole(user, when.role);
}

function isGift(gift: { id: string; name: string }, wanted: string): boolean {
  return gift.id === wanted || gift.name.trim().toLowerCase() === wanted.trim().toLowerCase();
}

function beats(one: VariationCondition, other: VariationCondition): boolean {
  const difference = weightOf(one) - weightOf(other);
  return difference === 0 ? roomOf(one) < roomOf(other) : difference > 0;
}

function weightOf(when: VariationCondition): number {
  const ends = [when.minimumAmount, when.maximumAmount].filter((end) => end !== undefined).length;
  const amount = ends === 2 ? WEIGHT.bothEnds : ends === 1 ? WEIGHT.oneEnd : 0;
  const role = when.role ? WEIGHT.role + ROLE_WEIGHT[when.role] : 0;
  return (when.gift ? WEIGHT.gift : 0) + amount + role + (when.event ? WEIGHT.event : 0);
}

/** How many amounts fit; of two open ends the one that starts later leaves less room. */
function roomOf({ minimumAmount, maximumAmount }: VariationCondition): number {
  const OPEN = 1e12;
  return (maximumAmount ?? OPEN) - (minimumAmount ?? 0);
}
