import type { DriftFinding } from '#libs/contracts';

/** Messages without which a streamer's pages show less than happened, and the events that come of them. */
const SHOWN = new Map<string, readonly string[]>([
  ['WebcastGiftMessage', ['gift']],
  ['WebcastSocialMessage', ['follow', 'share']],
  ['WebcastChatMessage', ['chat']],
  ['WebcastLikeMessage', ['like']],
  ['WebcastSubNotifyMessage', ['subscribe']],
]);

/** The types of event that may be missing or wrong on pages at the moment; alarms alone count. */
export function affectedEvents(findings: readonly DriftFinding[]): Set<string> {
  const alarms = findings.filter(({ level }) => level === 'alarm');
  return new Set(
    alarms.flatMap(({ method }) => {
      const type = method.startsWith('event:') ? method.slice('event:'.length) : undefined;
      const shown = [...SHOWN.values()].flat();
      return type === undefined ? (SHOWN.get(method) ?? []) : shown.includes(type) ? [type] : [];
    }),
  );
}
