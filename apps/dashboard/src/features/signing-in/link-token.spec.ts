import { expect, it } from 'vitest';
import { linkToken } from './link-token.js';

it('reads the token behind the #, and nothing where there is none', () => {
  expect(linkToken({ hash: '#token=abc-1', search: '' })).toBe('abc-1');
  expect(linkToken({ hash: '', search: '?token=abc-2' })).toBe('abc-2');
  expect(linkToken({ hash: '#main', search: '' })).toBe('');
});
