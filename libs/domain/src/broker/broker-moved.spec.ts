import { describe, expect, it } from 'vitest';
import type { SourceStatus } from '#libs/contracts';
import { decideBroker } from './broker-lifecycle.js';
import { newBroker, type BrokerContext } from './broker-state.js';

const now = 1_800_000_000_000;
const context: BrokerContext = {
  ...{ now, random: 0.5, retry: { baseMs: 1000, maxMs: 60_000 } },
  liveness: { nearMs: 60_000, farMs: 600_000 },
};
const begin = (moved: SourceStatus | undefined, liveRoomId?: string) => {
  const log = { session: 1, lastAppendAt: now - 5000, ...(liveRoomId ? { liveRoomId } : {}) };
  return decideBroker(newBroker('ann', 7, now), { type: 'start', log, moved }, context);
};
const offline = { state: 'offline', since: now - 9_000_000, nextTryAt: now + 240_000 } as const;

describe('a broker that was moved', () => {
  it('waits the wait of the owner before to its end, and says what that one said', () => {
    const { state, effects } = begin(offline);
    expect(state.phase).toEqual({ name: 'waiting-offline', until: offline.nextTryAt });
    expect(effects).toEqual([
      { do: 'report', status: offline },
      { do: 'schedule', token: state.token, delayMs: 240_000 },
    ]);
  });

  it('waits no longer than any look is planned ahead, whatever the clock of the other machine', () => {
    const { effects } = begin({ ...offline, nextTryAt: now + 9e12 });
    expect(effects.find((effect) => effect.do === 'schedule')?.delayMs).toBe(1_200_000);
  });

  it.each([
    ['the wait is over', { ...offline, nextTryAt: now - 1 }],
    ['nothing was planned', { state: 'offline', since: now }],
    ['it was not offline', { ...offline, state: 'retrying' }],
    ['nothing is known', undefined],
  ] as [string, SourceStatus | undefined][])('looks in its turn when %s', (_, moved) => {
    expect(begin(moved).effects.map((effect) => effect.do)).toEqual(['report', 'probe']);
  });

  it.each(['connecting', 'retrying'] as const)('looks before those who can wait when the former was %s', (state) => {
    expect(begin({ state, since: now }).effects.at(-1)).toMatchObject({ do: 'probe', urgent: true });
    expect(begin({ state: 'offline', since: now }).effects.at(-1)).toMatchObject({ do: 'probe', urgent: false });
  });

  it('looks at once when the log has a stream in progress', () => {
    expect(begin(offline, 'r1').effects.at(-1)).toMatchObject({ do: 'probe', urgent: true });
  });
});
