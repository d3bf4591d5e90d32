import type { WebcastEnvelopeMessage, WebcastLinkMicArmies, WebcastLinkMicBattle } from 'tiktok-live-proto/v3';
import type { LiveEventOf, LiveUser } from '#libs/contracts';
import type { Normaliser } from './outcome.js';
import { fact, invalid } from './outcome.js';
import { label, optional } from './text.js';
import { pictureOf, toCount, toId } from './values.js';

const HIDE = 2;
const MAX_HOSTS = 32;
type Battle = LiveEventOf<'battle'>;

export const envelope: Normaliser<WebcastEnvelopeMessage> = (message, common) => {
  const info = message.envelopeInfo;
  const envelopeId = toId(info?.envelopeId);
  if (!info || envelopeId === undefined) return invalid('no-content');
  const user = senderOf(info);
  return fact({
    type: 'envelope',
    ...common,
    ...(user ? { user } : {}),
    envelopeId,
    coins: toCount(info.diamondCount),
    people: toCount(info.peopleCount),
    state: message.display === HIDE ? 'hidden' : 'shown',
  });
};

function senderOf(info: NonNullable<WebcastEnvelopeMessage['envelopeInfo']>): LiveUser | undefined {
  const id = toId(info.sendUserId);
  if (id === undefined) return undefined;
  const avatar = optional('avatar', pictureOf(info.sendUserAvatar));
  const roles = { moderator: false, subscriber: false, follower: false };
  return { id, handle: '', name: label(info.sendUserName, 128), ...avatar, ...roles };
}

const BATTLE_STATES: Record<number, Battle['state']> = { 4: 'started', 5: 'ended', 6: 'ended' };

export const linkMicBattle: Normaliser<WebcastLinkMicBattle> = (message, common) => {
  const battleId = toId(message.battleId) ?? toId(message.battleSettings?.battleId);
  if (battleId === undefined) return invalid('no-content');
  const armies = new Map((message.armies ?? []).map(({ key, value }) => [key, value?.hostscore]));
  const names = new Map((message.anchorsInfo ?? []).map(({ key, value }) => [key, value?.user?.nickName]));
  const results = message.battleResult ?? {};
  const hosts = toHosts([...names.keys(), ...armies.keys(), ...Object.keys(results)], (id) => ({
    name: names.get(id),
    score: results[id]?.score ?? armies.get(id),
  }));
  return fact({ type: 'battle', ...common, battleId, state: BATTLE_STATES[message.action] ?? 'other', hosts });
};

export const linkMicArmies: Normaliser<WebcastLinkMicArmies> = (message, common) => {
  const battleId = toId(message.battleId) ?? toId(message.battleSettings?.battleId);
  if (battleId === undefined) return invalid('no-content');
  const armies = message.armies ?? {};
  const hosts = toHosts(Object.keys(armies), (id) => ({ score: armies[id]?.hostscore }));
  return fact({ type: 'battle', ...common, battleId, state: 'scores', hosts });
};

function toHosts(ids: string[], about: (id: string) => { name?: string | undefined; score: unknown }): Battle['hosts'] {
  const named = [...new Set(ids)].filter((id) => toId(id) !== undefined).slice(0, MAX_HOSTS);
  return named.map((id) => {
    const { name, score } = about(id);
    return { userId: toId(id) ?? id, ...optional('name', label(name, 128)), score: toCount(score) };
  });
}
