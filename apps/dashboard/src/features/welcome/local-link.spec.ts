import { expect, it } from 'vitest';
import { isLocalLink } from './local-link.js';

it('knows addresses of the own machine', () => {
  for (const host of ['localhost:3001', '127.0.0.1', '[::1]:80', 'streampc.local']) {
    expect(isLocalLink(`http://${host}/key/alerts`), host).toBe(true);
  }
  for (const host of ['w.example.org', 'localhost.example.org', '203.0.113.7']) {
    expect(isLocalLink(`https://${host}/key/alerts`), host).toBe(false);
  }
});
