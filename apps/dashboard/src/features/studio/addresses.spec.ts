import { describe, expect, it, vi } from 'vitest';

// The client reads where it is from the window, which a test has none of.
vi.stubGlobal('window', { location: { origin: 'http://localhost' } });
const { maskedAddress, pictureSource, previewAddress, soundSource, widgetAddress } = await import('./addresses.js');

const BASE = 'https://widgets.example.org';
const LINKS = { widgetsUrl: BASE, key: 'k-1' };
const gifts = { id: 'gifts', type: 'gifts' } as const;
const other = { id: 'a1b2', type: 'gifts' } as const;

describe('addresses of widgets', () => {
  it('names an id only where the widget is no default', () => {
    expect(widgetAddress(LINKS, gifts)).toBe(`${BASE}/k-1/gifts`);
    expect(widgetAddress(LINKS, other)).toBe(`${BASE}/k-1/gifts?id=a1b2`);
  });

  it('shows nothing of the key until it is asked for', () => {
    expect(maskedAddress(other)).toBe('••••••••/gifts?id=a1b2');
  });

  it('previews keep the id and take looks', () => {
    const address = new URL(previewAddress(LINKS, other, { sound: 'none' }));
    expect(Object.fromEntries(address.searchParams)).toEqual({ id: 'a1b2', preview: '1', sound: 'none' });
  });
});

describe('addresses of pictures and sounds', () => {
  it.each([
    ['library:crown', `${BASE}/assets/library/pictures/crown.svg`],
    ['upload:00ff-png', `${BASE}/uploads/00ff-png`],
    ['https://example.org/a.png', 'https://example.org/a.png'],
    ['library:../../etc', undefined],
    ['javascript:alert(1)', undefined],
    ['', undefined],
  ])('%s', (reference, expected) => {
    expect(pictureSource(BASE, reference)).toBe(expected);
  });

  it('has no address for the sound of a theme', () => {
    expect(soundSource(BASE, 'theme')).toBeUndefined();
    expect(soundSource(BASE, 'none')).toBeUndefined();
    expect(soundSource(BASE, 'library:glass-gift')).toBe(`${BASE}/assets/library/sounds/glass-gift.wav`);
  });
});
