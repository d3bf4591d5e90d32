import { expect, it } from 'vitest';
import { configurationText } from './redis.mjs';
import { isUsableVersion } from './redis-binary.mjs';
import { candidates } from './redis-debian.mjs';

it('keeps Redis to the loopback address, with a password and its data safe', () => {
  const text = configurationText({ dataDir: '/a folder', password: 'secret', port: 40_000, settings: { hz: 20 } });
  for (const line of [
    'bind 127.0.0.1',
    'requirepass "secret"',
    'dir "/a folder"',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    'hz 20',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});

it.each([
  ['Redis server v=7.0.15 sha=0', true],
  ['Server v=8.1.1 malloc=libc', true],
  ['Redis server v=6.2.0 sha=0', true],
  ['Redis server v=6.0.16 sha=0', false],
  ['something else', false],
])('"%s" can be used: %s', (text, expected) => {
  expect(isUsableVersion(text)).toBe(expected);
});

it('asks apt only for packages that this release has', () => {
  const policy = [
    'libssl3:\n  Installed: 3.0.19\n  Candidate: 3.0.22\n  Version table:\n     3.0.22 500\n',
    'libssl3t64:\n  Installed: (none)\n  Candidate: (none)\n  Version table:\n',
  ].join('');
  expect(['libssl3', 'libssl3t64', 'liblzf1'].filter(candidates(policy))).toEqual(['libssl3']);
});
