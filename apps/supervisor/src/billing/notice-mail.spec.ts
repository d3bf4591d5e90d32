import { expect, it } from 'vitest';
import { noticeMessage } from './notice-mail.js';
import { webhookRetryMs } from './webhook-worker.js';

const billingUrl = 'https://live.example/billing';
const pages = { page: billingUrl, sold: true };
const notice = { key: 'k', until: Date.UTC(2026, 10, 30, 23), payUrl: 'https://pay.example/1' };

it('says in each mail what happens, when, and what to do', () => {
  const failed = noticeMessage({ ...notice, kind: 'payment-failed' }, pages);
  expect(failed.paragraphs.join(' ')).toContain('on November 30, 2026');
  expect(failed.button?.url).toBe('https://pay.example/1');
  expect(noticeMessage({ ...notice, kind: 'grace-ending', payUrl: null }, pages).button?.url).toBe(billingUrl);
  expect(noticeMessage({ ...notice, kind: 'trial-ending' }, pages).subject).toContain('November 30');
  expect(noticeMessage({ ...notice, kind: 'stopped', payUrl: null }, pages).button?.label).toBe('See plans');
  const grant = { ...notice, payUrl: null };
  expect(noticeMessage({ ...grant, kind: 'grant-ending' }, pages).subject).toContain('November 30');
  expect(noticeMessage({ ...grant, kind: 'grant-ended' }, pages).button).toEqual({
    label: 'See plans',
    url: billingUrl,
  });
  const two = noticeMessage({ ...grant, until: null, kind: 'two-subscriptions' }, pages);
  expect(two).toMatchObject({ subject: 'You have two subscriptions', button: { url: billingUrl } });
  expect(two.paragraphs.join(' ')).toContain('End one of them');
  const unsold = noticeMessage({ ...grant, kind: 'grant-ended' }, { page: 'https://live.example/', sold: false });
  expect(JSON.stringify(unsold)).not.toMatch(/[Cc]hoose a plan|See plans/);
});

it('tries again ever more slowly, and leaves the rest to the comparison', () => {
  expect([1, 2, 11].map(webhookRetryMs)).toEqual([1000, 2000, 600_000]);
  expect(webhookRetryMs(20)).toBeUndefined();
});
