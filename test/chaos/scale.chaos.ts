import { afterAll, beforeAll, expect, it } from 'vitest';
import { ActorHall, livelyActors, manyActors } from './scenarios/many-actors.js';
import { broken, record, type Outcome } from './support/report.js';

let hall: ActorHall;
beforeAll(async () => {
  hall = await ActorHall.open(1000);
});
afterAll(async () => {
  await hall[Symbol.asyncDispose]();
});

function holds(outcome: Outcome): void {
  record(outcome);
  expect(broken(outcome), outcome.scenario).toEqual([]);
}

it('1,000 idle rooms in one worker, and all of them from nothing', async () => {
  holds(await manyActors(hall, { sizes: [100, 300, 1000], watchMs: 15_000, coldTargetMs: 20_000 }));
});

it('300 lively rooms in one worker', async () => {
  holds(await livelyActors(hall, { rooms: 300, pace: 4, watchMs: 20_000 }));
});
