import { afterAll, beforeAll, it } from 'vitest';
import { ActorHall, livelyActors, manyActors } from './scenarios/many-actors.js';
import { holds } from './support/holds.js';

let hall: ActorHall;
beforeAll(async () => {
  hall = await ActorHall.open(1000);
});
afterAll(async () => {
  await hall[Symbol.asyncDispose]();
});

it('1,000 idle rooms in one worker, and all of them from nothing', async () => {
  holds(await manyActors(hall, { sizes: [100, 300, 1000], watchMs: 15_000, coldTargetMs: 20_000 }));
});

it('300 lively rooms in one worker', async () => {
  holds(await livelyActors(hall, { rooms: 300, pace: 4, watchMs: 20_000 }));
});
