export interface Verdict {
  what: string;
  measured?: number;
  least?: number;
  most?: number;
  target?: number;
  verdict: 'met' | 'within noise' | 'missed' | 'reported' | 'not measured';
}
export interface Result {
  part: string;
  figures: unknown;
  settings: object;
}
export function verdictsOf(result: Result): Verdict[];
export function verdictsTwice(
  first: Result,
  second: Result,
): { what: string; target: number; first: Partial<Verdict>; second: Verdict | undefined; agree: boolean }[];
