import { describe, expect, it } from 'vitest';
import { clientNetwork } from './client-network.js';

describe('clientNetwork', () => {
  it('counts an IPv4 address as one, however it is written', () => {
    expect(clientNetwork('203.0.113.7')).toBe('203.0.113.7');
    expect(clientNetwork('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(clientNetwork('0:0:0:0:0:FFFF:203.0.113.7')).toBe('203.0.113.7');
  });

  it('counts a network of IPv6 as one', () => {
    for (const address of [
      '2001:db8:1:2:aaaa::1',
      '2001:db8:1:2:bbbb:1:2:3',
      '2001:db8:1:2::',
      '2001:db8:1:2::%eth0',
    ]) {
      expect(clientNetwork(address)).toBe('2001:db8:1:2::/64');
    }
    expect(clientNetwork('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(clientNetwork('::1')).toBe('0:0:0:0::/64');
    expect(clientNetwork('::')).toBe('0:0:0:0::/64');
  });

  it('lets nobody count twice by writing zeros and letters otherwise', () => {
    const written = ['2001:0db8:0001:000a::1', '2001:DB8:1:A:0:0:0:1', '2001:db8:1:a:ffff::'];
    expect(new Set(written.map(clientNetwork))).toEqual(new Set(['2001:db8:1:a::/64']));
  });

  it('leaves alone what is no address', () => {
    for (const text of ['', 'unknown', 'nonsense:here', 'unix:/socket']) expect(clientNetwork(text)).toBe(text);
  });
});
