import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { StatusView } from '#libs/contracts';
import { renderStatusPage } from './status-page.js';

const now = '2026-11-23T12:00:00.000Z';
const view: StatusView = {
  status: 'trouble',
  updatedAt: now,
  parts: [
    {
      ...{ id: 'overlays', name: 'Overlays in OBS', state: 'trouble', uptime: 0.98765 },
      days: [
        { day: '2026-11-21', uptime: null },
        { day: '2026-11-22', uptime: 1 },
        { day: '2026-11-23', uptime: 0.99 },
      ],
    },
  ],
  incidents: [{ part: 'overlays', beganAt: '2026-11-23T10:00:00.000Z', endedAt: '2026-11-23T11:05:00.000Z' }],
  notices: [{ title: '<b>Trouble</b>', text: 'We are on it & sorry', startsAt: now, endsAt: null }],
};

it('shows parts, incidents and what the operator says, as text, with nothing but its own style', () => {
  const { html, contentSecurityPolicy } = renderStatusPage(view, {
    sourceUrl: 'https://example.org/tree/abc',
    font: '/assets/letters.woff2',
  });
  expect(html).toContain('Something is not working');
  expect(html).toContain('98.76 %');
  expect(html).toContain('23 Nov 2026, 10:00 UTC');
  expect(html).toContain('url("/assets/letters.woff2")');
  expect(contentSecurityPolicy).toContain("font-src 'self'");
  expect(html).toContain('1 h 5 min');
  expect(html).toContain('&lt;b&gt;Trouble&lt;/b&gt;');
  expect(html).toContain('href="https://example.org/tree/abc"');
  expect(html).not.toMatch(/ style=|<script/);
  const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
  expect(contentSecurityPolicy).toContain(createHash('sha256').update(style).digest('base64'));
});
