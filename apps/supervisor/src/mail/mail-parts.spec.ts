import { describe, expect, it } from 'vitest';
import type { SupervisorSettings } from '../supervisor.tokens.js';
import { MailDesk } from './mail-desk.js';
import { retryInMs } from './mail-sender.js';
import type { MailKind } from './mail-texts.js';
import { renderOutbox } from './outbox-page.js';

const settings = {
  publicUrl: 'https://live.example',
  encryptionKey: 'a key of sixteen characters',
} as SupervisorSettings;
const desk = new MailDesk(settings);
const url = desk.link('/verify-email#token=abc_-1');

describe('MailDesk', () => {
  const kinds: MailKind[] = [
    { kind: 'verify-email', url },
    { kind: 'confirm-new-email', url },
    { kind: 'new-email-asked', newEmail: '<b>@x.example', url },
    { kind: 'email-changed', newEmail: '<b>@x.example' },
    { kind: 'address-in-use', url },
    { kind: 'reset-password', url },
    { kind: 'password-changed', url },
    { kind: 'password-reset', url },
    { kind: 'account-suspended', reason: '<script>alert(1)</script>' },
    { kind: 'account-restored' },
    { kind: 'account-deleted' },
  ];
  it.each(kinds)('writes $kind as text and as HTML that says the same', (mail) => {
    const queued = desk.write('me@x.example', mail);
    expect(queued.sealed).not.toContain('me@x');
    const { to, subject, text, html } = desk.read(queued);
    expect(to).toBe('me@x.example');
    expect(subject.length).toBeGreaterThan(5);
    if ('url' in mail) for (const body of [text, html]) expect(body).toContain(mail.url);
    expect(html).not.toMatch(/<script|<b>/);
    expect(() => desk.read({ ...queued, id: '22222222-2222-4222-8222-222222222222' })).toThrow();
  });
});

it('tries again for about three hours', () => {
  expect(retryInMs(1)).toBe(15_000);
  expect(retryInMs(2)).toBe(30_000);
  expect(retryInMs(11)).toBe(1_800_000);
  expect(retryInMs(12)).toBeUndefined();
});

it('links addresses of this server alone in the outbox', () => {
  const mail = { to: '"<i>"@x.example', subject: '<b>', html: '', sentAt: new Date(0) };
  const page = renderOutbox([{ ...mail, text: `${url}\nhttps://evil.example/x <script>` }], settings.publicUrl);
  expect(page.html).toContain(`<a href="${url}">${url}</a>`);
  expect(page.html).not.toMatch(/<script|<b><|<i>|href="https:\/\/evil/);
});
