import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { commandLine, identify, isAlive, stopProcess } from './processes.mjs';

const IDLE = 'setInterval(() => {}, 1000);';

it('knows a process by id and start time', () => {
  const self = identify(process.pid);
  expect(isAlive(self)).toBe(true);
  expect(isAlive({ pid: process.pid, startTime: 'another time' })).toBe(false);
  expect(isAlive(undefined)).toBe(false);
  expect(commandLine(process.pid)).toContain('node');
});

it('stops a process that listens, and kills one that does not', async () => {
  const children = [IDLE, `process.on('SIGTERM', () => {}); console.log('up'); ${IDLE}`].map((code) =>
    spawn(process.execPath, ['-e', code], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  await once(children[1]!.stdout, 'data');
  const identities = children.map((child) => identify(child.pid ?? 0)!);
  await Promise.all(identities.map((identity) => stopProcess(identity, { graceMs: 300 })));
  expect(identities.map(isAlive)).toEqual([false, false]);
});
