export interface Verdict {
  what: string;
  measured?: number;
  least?: number;
  most?: number;
  target?: number;
  verdict: 'met' | 'within noise' | 'missed' | 'reported' | 'not measured';
}
export function verdictsOf(result: { part: string; figures: unknown; settings: object }): Verdict[];
