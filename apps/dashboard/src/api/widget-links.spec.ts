import { expect, it, vi } from 'vitest';

// The client reads where it is from the window, which a test has none of.
vi.stubGlobal('window', { location: { origin: 'http://localhost' } });
const { widgetLink } = await import('./widget-links.js');

it('names the saved widget only beside the default one', () => {
  expect(widgetLink('https://w.example.org/', 'key', 'alerts')).toBe('https://w.example.org/key/alerts');
  expect(widgetLink('https://w.example.org', 'key', 'alerts', 'alerts')).toBe('https://w.example.org/key/alerts');
  expect(widgetLink('https://w.example.org', 'key', 'alerts', 'a b')).toBe('https://w.example.org/key/alerts?id=a%20b');
});
