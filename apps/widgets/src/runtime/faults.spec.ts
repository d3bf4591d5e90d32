import { describe, expect, it } from 'vitest';
import { reportOf } from './faults.js';

describe('reports of faults', () => {
  it('hold no key and no address, and are bounded', () => {
    const error = new Error('failed at http://127.0.0.1:3001/5600e838-26e8-4a61-a0a1-3d1d917efb35/gifts?id=1');
    error.stack = `Error\n at f (http://127.0.0.1:3001/assets/gifts-1a.js:1:2)\n at https://example.org/5600e838-26e8-4a61-a0a1-3d1d917efb35/gifts:1:1\n${'x'.repeat(9000)}`;
    const report = reportOf('drawing', error);
    expect(JSON.stringify(report)).not.toContain('5600e838');
    expect(report.message).toBe('Error: failed at (address)');
    expect(report.stack).toContain('/assets/gifts-1a.js:1:2');
    expect(report.stack?.length).toBeLessThanOrEqual(2000);
    expect(reportOf('x'.repeat(500), { toString: () => 'y'.repeat(5000) })).toMatchObject({ message: 'y'.repeat(300) });
  });
});
