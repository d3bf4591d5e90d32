import { describe, expect, it } from 'vitest';
import { hasFileFilter } from './arguments.mjs';
import { countVitest, lastLine, sum } from './results.mjs';

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
