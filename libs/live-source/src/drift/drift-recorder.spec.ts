import { describe, expect, it } from 'vitest';
import { MAX_UNKNOWN_METHODS, type DriftCount, type DriftJournal, type DriftSample } from '#libs/domain';
import { DriftRecorder } from './drift-recorder.js';

class Journal implements DriftJournal {
  readonly counts: DriftCount[][] = [];
  readonly samples: DriftSample[] = [];
  broken = false;

  async add(counts: readonly DriftCount[]) {
    if (this.broken) throw new Error('away');
    this.counts.push([...counts]);
    return [];
  }
  async keep(samples: readonly DriftSample[]) {
    this.samples.push(...samples);
  }
  get last(): Record<string, number> {
    return Object.fromEntries(
      (this.counts.at(-1) ?? []).map(({ method, what, count }) => [`${method}|${what}`, count]),
    );
  }
}

const journal = () => new Journal();
const recorder = (to: DriftJournal, perKind = 2) =>
  new DriftRecorder({ journal: to, everyMs: 60_000, samples: { perKind, periodMs: 1_000 } });
const raw = (receivedAt = 0, bytes = 3) => ({ msgId: '1', payload: Buffer.alloc(bytes), receivedAt });

describe('DriftRecorder', () => {
  it('counts each type against its own messages and all, and leaves out what is known to be of no use', async () => {
    const to = journal();
    const counters = recorder(to);
    counters.fact('gift', 'WebcastGiftMessage');
    counters.undecodable('WebcastGiftMessage');
    counters.suspect('WebcastGiftMessage', 'undecodable', raw());
    counters.ignored('WebcastGuideMessage');
    counters.ignored('WebcastSocialMessage');
    counters.unknown();
    counters.suspect('WebcastNewMessage', 'unknown', raw());
    await counters.stop();
    expect(to.last).toEqual({
      ...{ '*|all': 4, 'WebcastGiftMessage|all': 2, 'event:gift|all': 1, 'WebcastGiftMessage|undecodable': 1 },
      ...{ 'WebcastSocialMessage|all': 1, 'WebcastNewMessage|unknown': 1 },
    });
  });

  it('stays bounded whatever the names, and loses no count while the journal is away', async () => {
    const to = journal();
    const counters = recorder(to);
    to.broken = true;
    for (let round = 0; round < 5; round += 1) {
      for (let name = 0; name < 200; name += 1) counters.suspect(`Webcast${round}x${name}`, 'unknown', raw());
      await counters.stop();
    }
    counters.suspect('0bad', 'unknown', raw());
    to.broken = false;
    await counters.stop();
    expect(Object.keys(to.last)).toHaveLength(MAX_UNKNOWN_METHODS + 1);
    expect(to.last['other|unknown']).toBe(1_001 - MAX_UNKNOWN_METHODS);
  });

  it('offers copies of a few messages of each kind and period, none that is too large', async () => {
    const to = journal();
    const counters = recorder(to);
    const message = raw();
    for (let count = 0; count < 5; count += 1) counters.suspect('WebcastChatMessage', 'bad-id', message);
    counters.suspect('WebcastChatMessage', 'no-user', raw(0, 100_000));
    counters.suspect('WebcastChatMessage', 'bad-id', raw(5_000));
    message.payload.fill(9);
    await counters.stop();
    expect(to.samples.map(({ reason, receivedAt }) => [reason, receivedAt])).toEqual([
      ['bad-id', 0],
      ['bad-id', 0],
      ['bad-id', 5_000],
    ]);
    expect(to.samples[0]?.payload).toEqual(new Uint8Array(3));
    const off = journal();
    const silent = recorder(off, 0);
    silent.suspect('WebcastChatMessage', 'bad-id', raw());
    await silent.stop();
    expect(off.samples).toEqual([]);
  });
});
