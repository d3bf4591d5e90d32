export interface Count {
  passed: number;
  failed: number;
}
interface Report {
  numPassedTests?: number;
  numFailedTests?: number;
  testResults?: {
    name?: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName?: string; failureMessages?: string[] }[];
  }[];
}
export function countVitest(report: Report | undefined, exitCode: number): Count;
export function secondTries(report: Report | undefined): string[];
export function failures(report: Report | undefined, exitCode: number): string[];
export function sum(results: Count[]): Count;
export function lastLine(count: Count): string;
