import type { DriftFinding, DriftReason } from '#libs/contracts';

const REASONS: Record<DriftReason, string> = {
  unknown: 'We do not know messages of this kind',
  undecodable: 'Cannot be read',
  'no-id': 'Comes without an id',
  'no-user': 'Comes without a user',
  'no-content': 'Comes without content',
  unexpected: 'Our own code stumbles over it',
  'negative-count': 'Counts below zero',
  'absurd-count': 'Counts that cannot be',
  'bad-id': 'Ids in another form',
  'far-off-time': 'Times far from now',
  'falling-count': 'Running numbers of streaks that fall',
  'no-group': 'Streaks without their number',
  'unknown-value': 'Values that we do not know',
  vanished: 'Does not come any more',
};

/** What changed, for people. */
export function driftWords({ reason, bad, of, share, usual }: DriftFinding): string {
  const percent = (value: number): string => `${Math.round(value * 1000) / 10} %`;
  return `${REASONS[reason]}: ${bad} of ${of} (${percent(share)}, usually ${percent(usual)})`;
}
