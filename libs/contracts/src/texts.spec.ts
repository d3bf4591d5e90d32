import { expect, it } from 'vitest';
import { createAnnouncementSchema, suspendAccountSchema } from './admin-api.js';
import { moderationSchema } from './moderation-api.js';
import { oneLine, severalLines } from './texts.js';

it('leaves no control character and no half character in a line', () => {
  expect(oneLine(' a\0b\u0007\r\nc\ud800 \u009f')).toBe('a b c\ufffd');
  expect(oneLine('Rosé 🌹 e\u0301')).toBe('Rosé 🌹 e\u0301');
  expect(oneLine('\0\u001b')).toBe('');
});

it('keeps the line ends of a longer text', () => {
  expect(severalLines('\n one\r\ntwo\rthree\0\t\n\nfour\udc00 ')).toBe('one\ntwo\nthree \n\nfour\ufffd');
});

it('asks for what is left of a text, not for what was sent', () => {
  expect(suspendAccountSchema.safeParse({ reason: '\0' }).success).toBe(false);
  expect(suspendAccountSchema.parse({ reason: 'spam\0' })).toEqual({ reason: 'spam' });
  const said = createAnnouncementSchema.parse({ level: 'info', title: 'a\nb', text: 'a\nb\0' });
  expect(said).toMatchObject({ title: 'a b', text: 'a\nb' });
  // A viewer without a name could be stored, and never be read again.
  const viewers = [{ handle: '@\0' }];
  expect(moderationSchema.safeParse({ words: [], viewers }).success).toBe(false);
});
