import { describe, expect, it } from 'vitest';
import { hasFileFilter, planOf } from './arguments.mjs';
import { chaosTable } from './chaos-table.mjs';
import { countVitest, failures, lastLine, secondTries, sum } from './results.mjs';

describe('arguments for vitest', () => {
  it.each([
    [['libs/domain'], true],
    [['--project', 'unit', 'libs'], true],
    [['--project', 'unit'], false],
    [['-t', 'some name'], false],
    [['--bail=1'], false],
    [[], false],
  ])('%j name files: %s', (args, expected) => {
    expect(hasFileFilter(args)).toBe(expected);
  });
});

describe('what is run', () => {
  it.each([
    [
      [],
      false,
      [
        ['--project', 'e2e'],
        ['--project', 'unit', '--project', 'services'],
        ['--project', 'pages'],
      ],
    ],
    [
      ['libs/domain'],
      false,
      [['libs/domain', '--project', 'unit', '--project', 'services', '--project', 'e2e', '--project', 'pages']],
    ],
    [['--project', 'unit'], false, [['--project', 'unit']]],
    [['--chaos'], true, [['--project', 'chaos', '--exclude', '**/*.soak.ts']]],
    [['--chaos', 'test/chaos/fuzz'], true, [['test/chaos/fuzz', '--project', 'chaos']]],
    [['--chaos', '-t', 'wiped'], true, [['-t', 'wiped', '--project', 'chaos', '--exclude', '**/*.soak.ts']]],
  ])('for %j', (given, chaos, lanes) => {
    expect(planOf(given)).toEqual({ chaos, lanes });
  });
});

describe('the table of a fault run', () => {
  it('has a line for each figure, with target and verdict', () => {
    const figures = [
      { figure: 'lost', measured: 0, target: 0, verdict: 'ok' },
      { figure: 'p95', measured: 7000, unit: 'ms', target: 6000, verdict: 'out of target' },
      { figure: 'sent', measured: 5, verdict: '' },
    ];
    const table = chaosTable(`${JSON.stringify({ scenario: 'worker killed', figures })}\n`);
    expect(table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))).toEqual([
      ['', 'scenario', 'figure', 'measured', 'target', 'verdict', ''],
      ['', expect.any(String), expect.any(String), expect.any(String), expect.any(String), expect.any(String), ''],
      ['', 'worker killed', 'lost', '0', '0', 'ok', ''],
      ['', '', 'p95', '7000 ms', '<= 6000 ms', 'out of target', ''],
      ['', '', 'sent', '5', '', '', ''],
    ]);
  });
});

describe('the count of a test run', () => {
  const passing = { status: 'passed', assertionResults: [{ status: 'passed' }] };

  it('is what the report says', () => {
    const report = { numPassedTests: 5, numFailedTests: 0, testResults: [passing] };
    expect(countVitest(report, 0)).toEqual({ passed: 5, failed: 0 });
  });

  it('has one failure more for each file that could not be loaded', () => {
    const broken = { status: 'failed', assertionResults: [] };
    const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] };
    const report = { numPassedTests: 5, numFailedTests: 1, testResults: [passing, broken, failing] };
    expect(countVitest(report, 1)).toEqual({ passed: 5, failed: 2 });
  });

  it('has a failure when the run ended badly for no reported reason', () => {
    expect(countVitest(undefined, 1)).toEqual({ passed: 0, failed: 1 });
    expect(countVitest({ numPassedTests: 5, testResults: [passing] }, 1)).toEqual({ passed: 5, failed: 1 });
  });

  it('names what passed at the second try alone', () => {
    const again = { status: 'passed', fullName: 'a', failureMessages: ['Error: late\n    at x'] };
    const failed = { status: 'failed', fullName: 'b', failureMessages: ['Error: wrong'] };
    const report = { testResults: [passing, { status: 'failed', assertionResults: [again, failed] }] };
    expect(secondTries(report)).toEqual(['a: Error: late']);
    expect(secondTries(undefined)).toEqual([]);
  });

  it('names what failed, a file that could not be loaded and an error outside of any test', () => {
    const failed = { status: 'failed', fullName: 'b', failureMessages: ['Error: first', 'Error: wrong\n    at x'] };
    const broken = { name: 'c.spec.ts', status: 'failed', message: 'no such module\nat y', assertionResults: [] };
    const report = { testResults: [passing, { status: 'failed', assertionResults: [failed] }, broken] };
    expect(failures(report, 1)).toEqual(['b: Error: wrong', 'c.spec.ts: no such module']);
    expect(failures({ testResults: [passing] }, 0)).toEqual([]);
    expect(failures({ testResults: [passing] }, 1)).toEqual([expect.stringContaining('outside of any test')]);
    expect(failures(undefined, 1)).toHaveLength(1);
  });

  it('adds up to the last line', () => {
    expect(
      lastLine(
        sum([
          { passed: 1, failed: 0 },
          { passed: 5, failed: 2 },
        ]),
      ),
    ).toBe('6 passed, 2 failed');
  });
});
