/**
 * Counts vitest's JSON report. A file that could not even be loaded is one failure, and so is an exit code that nothing
 * in the report explains, such as a missing report.
 * @returns {{ passed: number, failed: number }}
 */
export function countVitest(report, exitCode) {
  const files = report?.testResults ?? [];
  const passed = report?.numPassedTests ?? 0;
  const brokenFiles = files.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = (report?.numFailedTests ?? 0) + brokenFiles;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/**
 * Tests that passed at a second try alone: something about them depends on time or order.
 * @returns {string[]} their names
 */
export function secondTries(report) {
  const tests = (report?.testResults ?? []).flatMap(({ assertionResults }) => assertionResults);
  return tests
    .filter(({ status, failureMessages = [] }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => `${fullName}: ${firstLine(failureMessages[0])}`);
}

/**
 * What failed, for the end of the output, where it is found again after thousands of lines.
 * @returns {string[]} a line for each test and for each file that could not be loaded, or for an error outside of both
 */
export function failures(report, exitCode) {
  const failed = failedTests(report);
  if (failed.length > 0 || exitCode === 0) return failed;
  return ['An error outside of any test: see "Unhandled Errors" above, or the end of the output'];
}

function failedTests(report) {
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [`${name}: ${firstLine(message)}`];
    return failed.map(({ fullName, failureMessages = [] }) => `${fullName}: ${firstLine(failureMessages.at(-1))}`);
  });
}

const firstLine = (text = '') => text.split('\n')[0];

export function sum(results) {
  return results.reduce((all, { passed, failed }) => ({ passed: all.passed + passed, failed: all.failed + failed }), {
    passed: 0,
    failed: 0,
  });
}

export const lastLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
