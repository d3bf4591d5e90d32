import {
  decideBroker,
  learnHabits,
  LookPlan,
  newBroker,
  type BrokerContext,
  type BrokerEffect,
  type BrokerState,
  type LiveHabits,
} from '#libs/domain';
import type { SeededRandom } from '../chaos/support/random.js';
import { Agenda } from './agenda.js';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Monday, 0:00 UTC. */
const BEGAN = Date.UTC(2026, 0, 5);

export interface VirtualDayOptions {
  streamers: number;
  /** Of them: how many go live in the day, at their usual hour. */
  goLive: number;
  requestsPerMinute: number;
  hours: number;
  random: SeededRandom;
}

export interface VirtualDay {
  /** When each request went out, ms. */
  requests: number[];
  signCalls: number;
  /** Looks by streamer. */
  looks: Map<string, number>;
  /** From going live to the look that saw it, ms, for each who went live. */
  noticedAfterMs: number[];
}

interface Streamer {
  id: string;
  broker: BrokerState;
  habits: LiveHabits | undefined;
  liveFrom: number;
}

/**
 * A day of many streamers under a clock that jumps: the broker's own decisions, the rules of the shared schedule, and a
 * TikTok that answers at once. A streamer who is seen live is left alone from then on.
 */
export function virtualDay(options: VirtualDayOptions): VirtualDay {
  const { random, requestsPerMinute } = options;
  const plan = new LookPlan(requestsPerMinute);
  const agenda = new Agenda(BEGAN);
  const day: VirtualDay = { requests: [], signCalls: 0, looks: new Map(), noticedAfterMs: [] };
  const context = (): BrokerContext => ({
    now: agenda.now,
    random: random.next(),
    retry: { baseMs: 1000, maxMs: 60_000 },
    liveness: { nearMs: 60_000, farMs: 600_000 },
  });
  const tell = (one: Streamer, message: Parameters<typeof decideBroker>[1]): void => {
    const { state, effects } = decideBroker(one.broker, message, context());
    one.broker = state;
    for (const effect of effects) perform(one, effect);
  };
  const perform = (one: Streamer, effect: BrokerEffect): void => {
    if (effect.do === 'open') day.signCalls += 1;
    if (effect.do === 'schedule') {
      agenda.after(effect.delayMs, () => tell(one, { type: 'timer', token: effect.token }));
    }
    if (effect.do !== 'probe') return;
    const { token, urgent, everyMs } = effect;
    const { waitMs, stretch } = plan.book({ streamerId: one.id, urgent, everyMs }, agenda.now);
    tell(one, { type: 'booked', token, waitMs, stretch, habits: one.habits });
    agenda.after(waitMs, () => look(one, token));
  };
  const look = (one: Streamer, token: number): void => {
    const live = agenda.now >= one.liveFrom;
    const requests = live ? 2 : 1;
    for (let n = 0; n < requests; n++) day.requests.push(agenda.now);
    plan.settle(requests, 'answered', agenda.now);
    day.looks.set(one.id, (day.looks.get(one.id) ?? 0) + 1);
    if (live) {
      day.noticedAfterMs.push(agenda.now - one.liveFrom);
      plan.leave(one.id);
    } else {
      tell(one, { type: 'probed', token, probe: { state: 'offline' } });
    }
  };
  for (let n = 0; n < options.streamers; n++) {
    const one = newStreamer(n, n < options.goLive, random);
    agenda.after(0, () => tell(one, { type: 'start', log: { session: 0, lastAppendAt: 0 } }));
  }
  agenda.run(BEGAN + options.hours * HOUR);
  return day;
}

/** Nine of ten have a past: an evening hour of their own, most days, for some weeks. */
function newStreamer(n: number, goesLive: boolean, random: SeededRandom): Streamer {
  const hour = 14 + random.between(0, 8);
  const began = (daysAgo: number) => BEGAN - daysAgo * DAY + hour * HOUR + random.between(0, 39) * 60_000;
  const starts = Array.from({ length: 20 }, (_, past) => began(past + 1)).filter(() => random.next() < 0.7);
  const habits = n % 10 === 9 ? undefined : learnHabits(starts, 'UTC', BEGAN);
  return {
    id: `streamer-${n}`,
    broker: newBroker(`s${n}`, 1, BEGAN),
    habits,
    liveFrom: goesLive ? began(0) : Number.POSITIVE_INFINITY,
  };
}

/** The most requests in any span of `ms`. */
export function mostWithin(ms: number, times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while (times[first]! <= at - ms) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
