import { describe, expect, it } from 'vitest';
import { dashboardPolicy } from './dashboard-policy.js';

const policy = (localPictures: boolean) =>
  dashboardPolicy({ nonce: 'abc', widgetsUrl: 'https://w.example.org/some/path', localPictures });

describe('dashboardPolicy', () => {
  it('lets scripts come from this server alone, and frames from the widgets alone', () => {
    expect(policy(false)).toContain("script-src 'self';");
    expect(policy(false)).toContain('frame-src https://w.example.org;');
    expect(policy(false)).toContain("frame-ancestors 'none'");
    expect(policy(false)).not.toMatch(/unsafe|\*/);
  });

  it('lets pictures come from this machine in the demo alone', () => {
    expect(policy(true)).toContain('http://127.0.0.1:*');
    expect(policy(false)).not.toContain('127.0.0.1');
  });
});
