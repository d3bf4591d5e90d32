import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SupervisorSettings } from '../supervisor.tokens.js';
import { renderLandingPage } from './landing-page.js';

const settings: SupervisorSettings = {
  version: '1.2.3',
  publicUrl: 'https://example.org',
  widgetsUrl: 'https://w.example.org/',
  sourceUrl: 'https://example.org/source?a=1&b="2"',
  operatorToken: 'operator-token',
  healthToken: 'health-token',
  encryptionKey: 'encryption-key',
  leaseTtlMs: 5000,
  placement: { tickMs: 500, spacingMs: 3000, moveTimeoutMs: 10_000 },
  uploads: { maxBytes: 1, quota: { maxBytes: 1, maxCount: 1 } },
  drift: { spanMs: 60_000 },
  canary: { handles: [], gatewayUrl: 'http://localhost:3001', limits: { lateMs: 1, silentMs: 1 } },
  heartbeats: {
    ...{ intervalMs: 1, supervisors: 1, workers: 1 },
    urls: { supervisor: undefined, workers: undefined, canary: undefined, stripe: undefined },
  },
  status: { intervalMs: 1 },
  retention: { ledgerDays: 0, sessionsDays: 0, movesDays: 1, auditDays: 1, statusDays: 1 },
  demo: undefined,
};

describe('renderLandingPage', () => {
  it('links to the demo only where there is one, and to the source always', () => {
    const demo = renderLandingPage({ ...settings, demo: { handle: 'demo' } }).html;
    expect(demo).toContain('href="https://w.example.org/5600e838-26e8-4a61-a0a1-3d1d917efb35/gifts"');
    expect(demo).toContain('href="https://w.example.org/gallery"');
    const plain = renderLandingPage(settings).html;
    expect(plain).not.toContain('5600e838');
    expect(plain).not.toContain('/gallery');
    expect(plain).toContain('href="https://example.org/source?a=1&amp;b=&quot;2&quot;"');
    for (const secret of ['operator-token', 'health-token', 'encryption-key']) expect(plain).not.toContain(secret);
  });

  it('allows its own style by hash and nothing else', () => {
    const { html, contentSecurityPolicy } = renderLandingPage(settings);
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
    expect(contentSecurityPolicy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });
});
