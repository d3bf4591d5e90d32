import { describe, expect, it } from 'vitest';
import { AppendWatch } from './append-watch.js';

/** An append as MONITOR tells it: the script's call, then what the script did. */
function append(watch: AppendWatch, at: number, owner: string, offset?: number): void {
  watch.note(at, ['evalsha', 'sha', '2', 'base:', 'outbox', owner, 'epoch', '0', 'day', 'PUBLISH', 'ann'], '1.2.3.4:5');
  watch.note(at, ['GET', 'base:lease'], 'lua');
  if (offset === undefined) return;
  watch.note(at, ['XADD', 'base:log', 'MAXLEN', '~', '5000', `${offset}-0`, 't', 'gift'], 'lua');
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
});
