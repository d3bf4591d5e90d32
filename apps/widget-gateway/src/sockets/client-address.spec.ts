import { expect, it } from 'vitest';
import { TrustedProxies } from './client-address.js';
import { WaitingRoom } from './waiting-room.js';

const from = (proxies: string[], remoteAddress: string, forwarded?: string) =>
  new TrustedProxies(proxies).clientOf({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress } as never,
  });

it('believes proxies of ours alone, and nothing that came from beyond them', () => {
  expect(from([], '203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
  expect(from(['loopback'], '::ffff:127.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
  expect(from(['loopback'], '127.0.0.1', '6.6.6.6, 198.51.100.1')).toBe('198.51.100.1');
  expect(from(['loopback', '10.1.0.0/16'], '127.0.0.1', '6.6.6.6, 198.51.100.1, 10.1.2.3')).toBe('198.51.100.1');
  expect(from(['10.0.0.5'], '10.0.0.6', '198.51.100.1')).toBe('10.0.0.6');
  expect(from(['uniquelocal'], '10.0.0.6')).toBe('10.0.0.6');
  expect(from(['loopback'], '127.0.0.1', 'nonsense')).toBe('127.0.0.1');
});

it('counts a network of IPv6 as one', () => {
  expect(from([], '2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2::/64');
  expect(from([], '2001:db8:1:2:bbbb:1:2:3')).toBe('2001:db8:1:2::/64');
  expect(from([], '2001:0DB8:0001:2::1')).toBe('2001:db8:1:2::/64');
  expect(from([], '2001:db8::1')).toBe('2001:db8:0:0::/64');
});

it('has so many places for each, and takes each back once', () => {
  const room = new WaitingRoom(2);
  const first = room.enter('a')!;
  expect(room.enter('a')).toBeDefined();
  expect(room.enter('a')).toBeUndefined();
  expect(room.enter('b')).toBeDefined();
  first();
  first();
  expect(room.enter('a')).toBeDefined();
  expect(room.enter('a')).toBeUndefined();
});
