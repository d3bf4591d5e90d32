import { describe, expect, it } from 'vitest';
import { hashWidgetKey, WidgetKeyVault } from './widget-key-vault.js';

const [ONE, TWO] = ['5600e838-26e8-4a61-a0a1-000000000001', '5600e838-26e8-4a61-a0a1-000000000002'];

describe('WidgetKeyVault', () => {
  const vault = new WidgetKeyVault('a long enough secret');

  it('opens what it sealed, and never seals twice alike', () => {
    const key = vault.generate();
    const [first, second] = [vault.seal(key, ONE), vault.seal(key, ONE)];
    expect(vault.open(first.encrypted, ONE)).toBe(key);
    expect(first.encrypted).not.toBe(second.encrypted);
    expect(first.hash).toBe(second.hash);
    expect(first.encrypted).not.toContain(key);
  });

  it('opens for nobody else, with no other secret, and nothing that was changed', () => {
    const { encrypted } = vault.seal(vault.generate(), ONE);
    expect(() => vault.open(encrypted, TWO)).toThrow();
    expect(() => new WidgetKeyVault('another secret').open(encrypted, ONE)).toThrow();
    const changed = encrypted.slice(0, 40) + (encrypted[40] === 'A' ? 'B' : 'A') + encrypted.slice(41);
    expect(() => vault.open(changed, ONE)).toThrow();
    expect(() => vault.open(encrypted.replace('v1', 'v9'), ONE)).toThrow(/format/);
    expect(() => vault.open('v1.AAAA', ONE)).toThrow();
  });

  it('hashes a key the same in any case of letters', () => {
    expect(hashWidgetKey(ONE.toUpperCase())).toBe(hashWidgetKey(ONE));
    expect(hashWidgetKey(ONE)).toMatch(/^[0-9a-f]{64}$/);
  });
});
