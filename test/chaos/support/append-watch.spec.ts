import { describe, expect, it } from 'vitest';
import { AppendWatch } from './append-watch.js';

const ENTRY = ['id', 'gift', '{}', ''];

/** What a call says of one batch. */
function batch(owner: string, streamer: string): string[] {
  return [owner, 'epoch', '0', 'day', streamer, 'trace', '2', ...ENTRY, ...ENTRY];
}

function written(watch: AppendWatch, at: number, base: string, offset: number): void {
  watch.note(at, ['XADD', `${base}log`, 'MAXLEN', '~', '5000', `${offset}-0`, 't', 'gift'], 'lua');
}

/** An append as MONITOR tells it: the script's call, then what the script did. */
function append(watch: AppendWatch, at: number, owner: string, offset?: number): void {
  watch.note(at, ['evalsha', 'sha', '2', 'base:', 'outbox', 'PUBLISH', ...batch(owner, 'ann')], '1.2.3.4:5');
  watch.note(at, ['GET', 'base:lease'], 'lua');
  if (offset !== undefined) written(watch, at, 'base:', offset);
}

describe('AppendWatch', () => {
  it('keeps who wrote what, and the longest pause', () => {
    const watch = new AppendWatch();
    append(watch, 1, 'a|1', 1);
    append(watch, 1.5, 'a|1', 2);
    append(watch, 3, 'b|2', 3);
    expect(watch.of('ann').map(({ nodeId, offset }) => `${nodeId}${offset}`)).toEqual(['a1', 'a2', 'b3']);
    expect(watch.longestPause('ann', 0, 9000)).toBe(1500);
    expect([watch.longestPause('ann', 2000, 2500), watch.longestPause('ann', 0, 1200)]).toEqual([1500, 500]);
    expect([watch.stale('ann'), watch.shared('ann'), watch.staleRefused]).toEqual([[], [], 0]);
  });

  it('finds a write of an older generation that was accepted', () => {
    const watch = new AppendWatch();
    append(watch, 1, 'b|2', 1);
    append(watch, 2, 'a|1', 2);
    expect(watch.stale('ann')).toEqual(['stale: ann by a, generation 1']);
  });

  it('counts one that was refused', () => {
    const watch = new AppendWatch();
    append(watch, 1, 'b|2', 1);
    append(watch, 2, 'a|1');
    append(watch, 3, 'b|2', 2);
    expect([watch.stale('ann'), watch.staleRefused]).toEqual([[], 1]);
  });

  it('finds a generation that two nodes wrote under', () => {
    const watch = new AppendWatch();
    append(watch, 1, 'a|1', 1);
    append(watch, 2, 'b|1', 2);
    expect(watch.shared('ann')).toEqual(['shared: ann 1 by a,b']);
  });

  it('tells the batches of one call apart', () => {
    const watch = new AppendWatch();
    append(watch, 1, 'b|2', 1);
    const batches = [...batch('a|1', 'ann'), ...batch('a|5', 'bob'), ...batch('a|7', 'cid')];
    const keys = ['base:', 'outbox', 'base-of-bob:', 'outbox', 'base-of-cid:', 'outbox'];
    watch.note(2, ['evalsha', 'sha', '6', ...keys, 'PUBLISH', ...batches], '1.2.3.4:5');
    written(watch, 2, 'base-of-bob:', 8);
    written(watch, 2, 'base-of-bob:', 9);
    written(watch, 2, 'base-of-cid:', 3);
    append(watch, 3, 'b|2', 2);
    const offsets = (streamer: string) => watch.of(streamer).map(({ offset }) => offset);
    expect([offsets('ann'), offsets('bob'), offsets('cid')]).toEqual([[1, 2], [8, 9], [3]]);
    expect(watch.staleRefused).toBe(1);
  });

  it('takes no other script for an append', () => {
    const watch = new AppendWatch();
    watch.note(
      1,
      ['evalsha', 'sha', '2', 'base:', 'outbox', 'a|1', 'epoch', '0', 'day', 'PUBLISH', 'ann'],
      '1.2.3.4:5',
    );
    written(watch, 1, 'base:', 1);
    expect(watch.of('ann')).toEqual([]);
  });
});
