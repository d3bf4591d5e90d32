import { afterAll, beforeAll, it } from 'vitest';
import { Fleet } from '../liveness/fleet.js';
import { mostWithin, virtualDay } from '../liveness/virtual-day.js';
import { holds as allHolds } from './support/holds.js';
import { chaosSeed, SeededRandom } from './support/random.js';
import { percentile, zero, type Outcome } from './support/report.js';

const seed = chaosSeed();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BUDGET = 300;

const holds = (outcome: Outcome) => allHolds(outcome, seed);

it.each([1000, 3000])('%i offline streamers for a simulated day', (streamers) => {
  const random = new SeededRandom(seed);
  const day = virtualDay({ streamers, goLive: 0, requestsPerMinute: BUDGET, hours: 24, random });
  const looks = [...day.looks.values()];
  holds({
    scenario: `${streamers} offline streamers, a simulated day`,
    evidence: [],
    figures: [
      zero('sign calls', day.signCalls),
      {
        figure: 'requests in the busiest minute',
        measured: mostWithin(MINUTE, day.requests),
        target: BUDGET,
        invariant: true,
      },
      {
        figure: 'requests in the busiest second',
        measured: mostWithin(1000, day.requests),
        target: 15,
        invariant: true,
      },
      { figure: 'requests in the day', measured: day.requests.length, target: BUDGET * 60 * 24, invariant: true },
      { figure: 'looks at a streamer, fewest', measured: Math.min(...looks) },
      { figure: 'looks at a streamer, most', measured: Math.max(...looks) },
      zero('streamers who were never looked at', streamers - looks.length),
    ],
  });
});

it('a tenth of a thousand go live on a simulated day', () => {
  const random = new SeededRandom(seed);
  const day = virtualDay({ streamers: 1000, goLive: 100, requestsPerMinute: BUDGET, hours: 24, random });
  const seconds = (share: number) => Math.round(percentile(day.noticedAfterMs, share) / 1000);
  holds({
    scenario: '100 of 1,000 go live around their usual hour',
    evidence: [],
    figures: [
      zero('not noticed', 100 - day.noticedAfterMs.length),
      { figure: 'noticed after, median', measured: seconds(0.5), unit: 's', target: 90 },
      { figure: 'noticed after, p95', measured: seconds(0.95), unit: 's', target: 420 },
      {
        figure: 'requests in the busiest minute',
        measured: mostWithin(MINUTE, day.requests),
        target: BUDGET,
        invariant: true,
      },
    ],
  });
});

/** Clocks at a sixtieth: an hour of the schedule is a minute. */
const FASTER = 60;
let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start({
    settings: { offlinePollMs: MINUTE / FASTER, offlinePollMaxMs: (10 * MINUTE) / FASTER },
    requestsPerMinute: BUDGET * 6,
  });
});
afterAll(() => fleet[Symbol.asyncDispose]());

it('300 offline streamers on one real worker', async () => {
  const { counters } = fleet.simulator;
  const seconds = HOUR / FASTER / 1000;
  await Promise.all(Array.from({ length: 300 }, (_, n) => fleet.follow(`offline${n}`)));
  const perSecond: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const before = counters.livenessCalls();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    perSecond.push(counters.livenessCalls() - before);
  }
  const each = Array.from({ length: 300 }, (_, n) => counters.livenessCalls(`offline${n}`));
  holds({
    scenario: '300 offline streamers on one real worker, for a minute at a budget of 30 a second',
    evidence: [],
    figures: [
      zero('sign calls', counters.signCalls()),
      {
        figure: 'requests',
        measured: counters.livenessCalls(),
        target: BUDGET * 6 * (seconds / 60) + 12,
        invariant: true,
      },
      { figure: 'requests in the busiest second', measured: Math.max(...perSecond), target: 45 },
      zero(
        'streamers who were never looked at',
        each.filter((looks) => looks === 0),
      ),
      { figure: 'looks at a streamer, fewest', measured: Math.min(...each) },
      { figure: 'looks at a streamer, most', measured: Math.max(...each) },
    ],
  });
});
