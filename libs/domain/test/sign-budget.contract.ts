import { beforeEach, describe, expect, it } from 'vitest';
import type { BudgetRules, CallAnswer, OpenPurpose, SignBudget } from '#libs/domain';

export interface SignBudgetWorld {
  /** As many views of one account as there are nodes. */
  nodes: SignBudget[];
  /** Lets time go by, real or simulated. */
  pass(ms: number): Promise<void>;
}

/** A window long enough that nothing leaves it during a test. */
const LONG = 3_600_000;

function rules(limit: number, over: Partial<BudgetRules> = {}): BudgetRules {
  return { windows: [{ name: 'minute', lengthMs: LONG, limit }], spacingMs: 1, burst: 1000, ...over };
}

/** What every adapter of the SignBudget port must do; each test has an account of its own. */
export function signBudgetContract(name: string, makeWorld: (rules: BudgetRules) => Promise<SignBudgetWorld>): void {
  describe(`SignBudget contract: ${name}`, () => {
    let world: SignBudgetWorld;
    let serial = 0;
    const begin = async (given: BudgetRules) => (world = await makeWorld(given));
    const ask = (purpose: OpenPurpose = 'resume', ticket = `t${serial++}`, node = serial) =>
      world.nodes[node % world.nodes.length]!.take({ ticket, purpose });
    const grantsOf = async (purpose: OpenPurpose, tries: number) => {
      const answers: CallAnswer[] = [];
      for (let index = 0; index < tries; index += 1) answers.push(await ask(purpose, `${purpose}-${index}`));
      return answers.filter(({ granted }) => granted).length;
    };
    const leaveAll = async (purpose: OpenPurpose, tries: number) => {
      for (let index = 0; index < tries; index += 1) await world.nodes[0]!.leave(`${purpose}-${index}`);
    };

    beforeEach(() => (serial = 0));

    it('grants no more than the limit, over all nodes, even to all at once', async () => {
      await begin(rules(7));
      const answers = await Promise.all(Array.from({ length: 40 }, () => ask()));
      expect(answers.filter(({ granted }) => granted)).toHaveLength(7);
      const refused = answers.filter((answer) => !answer.granted);
      expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['minute']));
      for (const { retryAfterMs } of refused) expect(retryAfterMs).toBeGreaterThan(LONG / 2);
    });

    it('keeps the last share for higher priorities', async () => {
      await begin(rules(10));
      expect(await grantsOf('recheck', 10)).toBe(5);
      await leaveAll('recheck', 10);
      expect(await grantsOf('start', 10)).toBe(3);
      await leaveAll('start', 10);
      expect(await grantsOf('resume', 10)).toBe(2);
    });

    it('holds every window, and says which one is spent', async () => {
      const windows = [
        { name: 'minute' as const, lengthMs: LONG, limit: 100 },
        { name: 'day' as const, lengthMs: LONG * 2, limit: 2 },
      ];
      await begin(rules(1, { windows }));
      expect(await grantsOf('resume', 2)).toBe(2);
      expect(await ask('resume')).toMatchObject({ granted: false, reason: 'day' });
    });

    it('grants again when calls have left the window', async () => {
      await begin({ windows: [{ name: 'minute', lengthMs: 600, limit: 2 }], spacingMs: 1, burst: 1000 });
      expect(await grantsOf('resume', 3)).toBe(2);
      const refused = await ask('resume', 'resume-2');
      expect(refused).toMatchObject({ granted: false });
      await world.pass(refused.granted ? 0 : refused.retryAfterMs + 20);
      expect(await ask('resume', 'resume-2')).toMatchObject({ granted: true });
    });

    it('keeps what is left for those of higher priority who wait', async () => {
      await begin(rules(3));
      const first = await ask('resume', 'a');
      expect(await grantsOf('resume', 4)).toBe(2);
      await world.nodes[0]!.giveBack(granted(first));
      // One call is free, and two who dropped wait: a fresh start does not take it.
      expect(await ask('start')).toMatchObject({ granted: false, reason: 'minute' });
      expect(await ask('resume', 'resume-2')).toMatchObject({ granted: true });
    });

    it('gives back what was never used, once for each call', async () => {
      await begin(rules(1));
      const first = await ask('resume', 'a');
      expect(await ask('resume', 'b')).toMatchObject({ granted: false });
      await world.nodes[1]!.giveBack(granted(first));
      await world.nodes[1]!.giveBack(granted(first));
      expect(await ask('resume', 'b')).toMatchObject({ granted: true });
      expect(await ask('resume', 'c')).toMatchObject({ granted: false });
    });

    it('counts calls that were made without asking', async () => {
      await begin(rules(5));
      await world.nodes[0]!.record(4);
      expect(await grantsOf('resume', 5)).toBe(1);
    });

    it('stops all nodes while the key pauses, and does not shorten a pause', async () => {
      await begin(rules(100));
      await world.nodes[0]!.pause(60_000, 'rate-limited');
      await world.nodes[1]!.pause(5_000, 'refused');
      for (const purpose of ['resume', 'start', 'move'] as const) {
        const answer = await ask(purpose);
        expect(answer).toMatchObject({ granted: false, reason: 'rate-limited' });
        expect(!answer.granted && answer.retryAfterMs).toBeGreaterThan(55_000);
      }
    });

    it('comes back from a pause one by one, the highest priority first', async () => {
      await begin(rules(1000, { spacingMs: 100, burst: 50 }));
      await world.nodes[0]!.pause(300, 'rate-limited');
      for (const purpose of ['recheck', 'start', 'resume'] as const) await ask(purpose, purpose);
      await world.pass(330);
      expect(await ask('recheck', 'recheck')).toMatchObject({ granted: false });
      expect(await ask('resume', 'resume')).toMatchObject({ granted: true });
      const next = await ask('start', 'start');
      expect(next).toMatchObject({ granted: false, reason: 'pace' });
      await world.pass(next.granted ? 0 : next.retryAfterMs + 5);
      expect(await ask('start', 'start')).toMatchObject({ granted: true });
    });

    it('keeps a pace, with a burst after a quiet time', async () => {
      await begin(rules(1000, { spacingMs: 5_000, burst: 3 }));
      expect(await grantsOf('resume', 6)).toBe(3);
      expect(await ask('resume')).toMatchObject({ granted: false, reason: 'pace' });
    });

    it('forgets who has left the line', async () => {
      await begin(rules(1));
      const first = await ask('resume', 'a');
      await ask('resume', 'gone');
      await world.nodes[0]!.giveBack(granted(first));
      expect(await ask('start', 'b')).toMatchObject({ granted: false });
      await world.nodes[1]!.leave('gone');
      expect(await ask('start', 'b')).toMatchObject({ granted: true });
    });
  });
}

function granted(answer: CallAnswer): number {
  if (!answer.granted) throw new Error(`Not granted: ${answer.reason}`);
  return answer.at;
}
