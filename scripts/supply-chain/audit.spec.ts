import { describe, expect, it } from 'vitest';
import { verdictOf as verdict } from './audit.mjs';

const verdictOf = (output: string) => verdict(output, new Set(['p0', 'p1', 'p2']));

const report = (...severities: string[]) =>
  JSON.stringify({
    vulnerabilities: Object.fromEntries(
      severities.map((severity, n) => [`p${n}`, { name: `p${n}`, severity, range: '<2' }]),
    ),
  });

describe('an audit', () => {
  it('is clean without holes, and with light ones, which it names', () => {
    expect(verdictOf(report()).outcome).toBe('clean');
    const light = verdictOf(report('low', 'moderate'));
    expect(light.outcome).toBe('clean');
    expect(light.text).toContain('moderate p1 <2');
  });

  it('fails with a grave one, unless it is in a tool that nobody gets', () => {
    expect(verdictOf(report('low', 'high')).outcome).toBe('holes');
    expect(verdictOf(report('low', 'low', 'low', 'critical'))).toMatchObject({ outcome: 'clean' });
  });

  it.each(['', 'npm error', '{"message":"405 Method Not Allowed","statusCode":405}'])(
    'knows nothing without an answer of the registry, and says so: %s',
    (output) => {
      const { outcome, text } = verdictOf(output);
      expect(outcome).toBe('unknown');
      expect(text).toContain('Nothing is known');
    },
  );
});
