import { expect, it } from 'vitest';
import { maskedLink } from './masked-link.js';

it('hides the key and nothing else', () => {
  const link = 'https://w.example.org/5600e838-26e8-4a61-a0a1-3d1d917efb35/alerts?id=one';
  expect(maskedLink(link)).toBe('https://w.example.org/••••••••/alerts?id=one');
  expect(maskedLink('streamshape-token')).not.toContain('token');
});
