import { checkAlerts, checkLog } from './checker.js';
import type { JournalPage } from './journal-page.js';
import { zero, type Figure } from './report.js';
import { giftIds, type Act, type Logged, type Stage } from './stage.js';

export interface Performance {
  act: Act;
  page: JournalPage;
}

/**
 * Reads the logs and judges the journals by them. `sent` is how many alerts there had to be. `earlier` is what was
 * read of the logs before they were lost.
 */
export async function judgeAlerts(
  stage: Stage,
  performances: readonly Performance[],
  sent: number,
  earlier: readonly Logged[][] = [],
): Promise<{ figures: Figure[]; evidence: string[] }> {
  const logs = await Promise.all(performances.map(({ act }) => stage.logged(act.streamer.id)));
  const expected = logs.map((log, at) => [...new Set([...giftIds(earlier[at] ?? []), ...giftIds(log)])]);
  const verdicts = performances.map(({ page }, at) => checkAlerts(expected[at]!, page.journal));
  const gather = (what: keyof (typeof verdicts)[number]) => verdicts.flatMap((verdict) => verdict[what]);
  const journalled = new Set(performances.flatMap(({ page }) => page.startedIds));
  const logChecks = logs.map((log) => checkLog(log));
  const problems = performances.flatMap(({ page }) => page.problems);
  const figures: Figure[] = [
    { figure: 'alerts sent', measured: sent },
    { figure: 'alerts started', measured: journalled.size },
    zero('never logged', sent - expected.reduce((sum, ids) => sum + ids.length, 0)),
    zero('lost', gather('lost')),
    zero('started but never logged', gather('strange')),
    zero('started twice', gather('twice')),
    zero('out of order', gather('disordered')),
    zero('two on screen at once', gather('overlapping')),
    zero(
      'log offsets missing',
      logChecks.flatMap(({ gaps }) => gaps),
    ),
    zero(
      'log ids doubled',
      logChecks.flatMap(({ doubled }) => doubled),
    ),
    zero('pages that went on after their end', problems),
  ];
  return { figures, evidence: [...describeFindings(verdicts, performances, logs), ...problems] };
}

function describeFindings(
  verdicts: readonly ReturnType<typeof checkAlerts>[],
  performances: readonly Performance[],
  logs: readonly Logged[][],
): string[] {
  return verdicts.flatMap((verdict, at) => {
    const { act, page } = performances[at]!;
    const bad = Object.entries(verdict).filter(([, ids]) => (ids as string[]).length > 0);
    if (bad.length === 0) return [];
    const order = logs[at]!.map(({ offset, id }) => `${offset}:${id}`).join(' ');
    const shown = page.journal.map((one) => `${one.page}@${one.startedAt.toFixed(0)}:${one.ids.join('+')}`).join(' ');
    return [`${act.room.handle}: ${JSON.stringify(Object.fromEntries(bad))}\n  log ${order}\n  journal ${shown}`];
  });
}
