import {
  BattleBaseUserInfo,
  BattleResult,
  BattleSetting,
  BattleUserArmies,
  BattleUserArmy,
  BattleUserInfo,
  BattleUserInfoWrapper,
  UserArmiesWrapper,
  WebcastLinkMicArmies,
  WebcastLinkMicBattle,
} from 'tiktok-live-proto/v3';
import { create } from '../wire/codec.js';
import type { BuildContext } from './build-context.js';
import { message } from './builders.js';
import type { Encoded } from './builders.js';
import type { EventOf } from './event-spec.js';
import { image } from './model.js';

const OPEN = 4;
const FINISH = 5;

export function buildBattle(spec: EventOf<'battle'>, context: BuildContext): Encoded {
  const finished = spec.action === 'finish';
  const startedAt = spec.startedAt ?? context.createTime;
  const duration = spec.durationSeconds ?? 300;
  return message('WebcastLinkMicBattle', WebcastLinkMicBattle, context, {
    battleId: spec.battleId,
    action: finished ? FINISH : OPEN,
    battleSettings: create(BattleSetting, {
      battleId: spec.battleId,
      startTimeMs: String(startedAt),
      duration,
      endTimeMs: String(startedAt + duration * 1000),
      status: finished ? 2 : 1,
      battleType: 1,
    }),
    anchorsInfo: spec.hosts.map(({ user }) =>
      create(BattleUserInfoWrapper, {
        key: user.id,
        value: create(BattleUserInfo, {
          user: create(BattleBaseUserInfo, {
            userId: user.id,
            nickName: user.name,
            displayId: user.handle,
            avatarThumb: image(context.avatar(user)),
          }),
        }),
      }),
    ),
    armies: spec.hosts.map(({ user, score }) =>
      create(UserArmiesWrapper, {
        key: user.id,
        value: create(BattleUserArmies, { hostscore: String(score), anchorIdStr: user.id }),
      }),
    ),
    battleResult: finished ? results(spec.hosts) : {},
  });
}

function results(hosts: EventOf<'battle'>['hosts']): Record<string, BattleResult> {
  const best = Math.max(...hosts.map((host) => host.score));
  const draw = hosts.filter((host) => host.score === best).length > 1;
  return Object.fromEntries(
    hosts.map(({ user, score }) => [
      user.id,
      create(BattleResult, { userId: user.id, score: String(score), result: score < best ? 1 : draw ? 2 : 0 }),
    ]),
  );
}

export function buildArmies(spec: EventOf<'armies'>, context: BuildContext): Encoded {
  const armies = Object.fromEntries(
    spec.armies.map(({ host, score, supporters }) => [
      host.id,
      create(BattleUserArmies, {
        hostscore: String(score),
        anchorIdStr: host.id,
        userArmies: (supporters ?? []).map((supporter) =>
          create(BattleUserArmy, {
            userId: supporter.user.id,
            userIdStr: supporter.user.id,
            score: String(supporter.score),
            nickname: supporter.user.name,
            avatarThumb: image(context.avatar(supporter.user)),
          }),
        ),
      }),
    ]),
  );
  return message('WebcastLinkMicArmies', WebcastLinkMicArmies, context, {
    battleId: spec.battleId,
    armies,
    triggerReason: 1,
    updateBattleScoreTime: String(context.createTime),
  });
}
