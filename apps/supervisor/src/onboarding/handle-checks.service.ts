import { Inject, Injectable } from '@nestjs/common';
import type { HandleReport } from '#libs/contracts';
import type { Caller, StreamerRepository, Throttle, ThrottleRule } from '#libs/domain';
import { STREAMER_REPOSITORY } from '#libs/persistence';
import { tooMany } from '../access/refusals.js';
import { THROTTLE } from '../supervisor.tokens.js';
import { handleWords } from './handle-words.js';
import { RoomChecker } from './room-checker.js';

/** Looks at TikTok are shared by all: an account has its share of them, and several on one day at most. */
const RULES: readonly ThrottleRule[] = [
  { name: 'handle-check', points: 10, seconds: 60 },
  { name: 'handle-check-day', points: 200, seconds: 86_400 },
];

/** What a streamer is told of a handle before they follow it. */
@Injectable()
export class HandleChecksService {
  constructor(
    @Inject(RoomChecker) private readonly rooms: RoomChecker,
    @Inject(STREAMER_REPOSITORY) private readonly streamers: Pick<StreamerRepository, 'findByHandle'>,
    @Inject(THROTTLE) private readonly throttle: Throttle,
  ) {}

  async check(handle: string, caller: Caller): Promise<HandleReport> {
    const account = 'account' in caller ? caller.account : undefined;
    if (account) for (const rule of RULES) await this.count(rule, account.id);
    const [report, owner] = await Promise.all([this.rooms.check(handle), this.streamers.findByHandle(handle)]);
    const taken = owner !== undefined && owner.id !== account?.streamerId;
    const { state, name, avatar, viewers } = report;
    return {
      ...{ handle, state, taken, text: handleWords(handle, report, taken) },
      ...(name === undefined ? {} : { name }),
      ...(avatar === undefined ? {} : { avatar }),
      ...(viewers === undefined ? {} : { viewers }),
    };
  }

  private async count(rule: ThrottleRule, key: string): Promise<void> {
    const wait = await this.throttle.take(rule, key);
    if (wait !== undefined) throw tooMany(wait);
  }
}
