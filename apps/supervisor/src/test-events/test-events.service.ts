import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Gift, TestEvent, TestRun } from '#libs/contracts';
import type { TestRunStore } from '#libs/domain';
import { KnownStreamers } from '../streamers/known-streamers.js';
import { ProblemError } from '../http/problem.js';
import { fromRedis } from '../http/from-redis.js';
import { TEST_RUNS } from '../supervisor.tokens.js';
import { DEFAULT_GIFT_ID, GiftCatalogue } from './gift-list.js';
import { planTest } from './plan-test.js';
import { RecordedStream } from './recorded-stream.js';
import { TestRunner } from './test-runner.js';

const UNAVAILABLE = 'Tests cannot be sent at the moment. Try again in some seconds';
/** Dearer ones would fill the screen for minutes. */
const STORM_MAX_COINS = 1000;
const STORM_GIFTS = 40;

/** Evenly out of all, cheap to dear. */
function stormGifts(gifts: readonly Gift[]): Gift[] {
  const fitting = gifts.filter(({ coins }) => coins <= STORM_MAX_COINS);
  return Array.from({ length: STORM_GIFTS }, (_, n) => fitting[Math.floor((n * fitting.length) / STORM_GIFTS)]!);
}

/** Events that a streamer makes to try the overlay. */
@Injectable()
export class TestEventsService {
  readonly catalogue = new GiftCatalogue();
  private readonly recorded = new RecordedStream();
  private readonly storm = stormGifts(this.catalogue.gifts);

  constructor(
    @Inject(KnownStreamers) private readonly streamers: KnownStreamers,
    @Inject(TEST_RUNS) private readonly runs: TestRunStore,
    @Inject(TestRunner) private readonly runner: TestRunner,
  ) {}

  async send(streamerId: string, wish: TestEvent): Promise<TestRun> {
    await this.streamers.demand(streamerId);
    const id = randomUUID();
    const { kind, steps } = planTest(wish, this.giftOf(wish), id, {
      ...{ gifts: this.storm, viewers: this.recorded.viewers },
      recorded: (speed) => this.recorded.steps(id, speed, (gift) => this.catalogue.find(gift)),
    });
    return await fromRedis(UNAVAILABLE, async () => {
      const run = { id, kind, total: steps.length };
      const start = await this.runs.begin(streamerId, run);
      if (start === 'busy') {
        throw new ProblemError(409, 'TEST.RUNNING', 'Another test is running. Stop it, or wait for its end');
      }
      if (start === 'too-many') {
        const headers = { 'retry-after': '60' };
        throw new ProblemError(429, 'TEST.TOO_MANY', 'These are many tests. Wait a minute', undefined, headers);
      }
      await this.runner.play(streamerId, id, { kind, steps });
      const now = await this.runs.current(streamerId);
      return now?.id === id ? now : { ...run, sent: steps.length, state: 'done' };
    });
  }

  async current(streamerId: string): Promise<TestRun | undefined> {
    await this.streamers.demand(streamerId);
    return await fromRedis(UNAVAILABLE, () => this.runs.current(streamerId));
  }

  async stop(streamerId: string): Promise<void> {
    await this.streamers.demand(streamerId);
    await fromRedis(UNAVAILABLE, () => this.runs.end(streamerId, 'stopped'));
  }

  private giftOf(wish: TestEvent): Gift {
    const id = ('giftId' in wish ? wish.giftId : undefined) ?? DEFAULT_GIFT_ID;
    const gift = this.catalogue.find(id);
    if (gift) return gift;
    const errors = [{ path: 'giftId', message: 'is not in the list of gifts' }];
    throw new ProblemError(400, 'VALIDATION.FAILED', 'Some fields are not valid', errors);
  }
}
