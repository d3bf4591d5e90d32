import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireLock, withLock } from './lock.mjs';
import { identify, type ProcessIdentity } from './processes.mjs';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'the.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const holdAs = (identity: ProcessIdentity) => writeFileSync(path, JSON.stringify(identity));

it('has one holder, who may say more about itself', () => {
  const first = acquireLock(path, { address: 'here' });
  expect(first.held).toBe(true);
  expect(acquireLock(path)).toMatchObject({ held: false, holder: { pid: process.pid, address: 'here' } });
  if (first.held) first.update({ ending: true });
  expect(acquireLock(path)).toMatchObject({ holder: { ending: true } });
  if (first.held) first.release();
  expect(acquireLock(path).held).toBe(true);
});

it('is taken over from a holder that was killed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const identity = identify(child.pid ?? 0);
  if (!identity) throw new Error('the child did not start');
  holdAs(identity);
  expect(acquireLock(path).held).toBe(false);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(acquireLock(path).held).toBe(true);
});

it('is taken over when the process id belongs to somebody else by now', () => {
  holdAs({ pid: process.pid, startTime: 'another time' });
  expect(acquireLock(path).held).toBe(true);
});

it('is taken over when it holds no sense', () => {
  writeFileSync(path, '{"pid":');
  expect(acquireLock(path).held).toBe(true);
});

it('leaves nothing beside itself', () => {
  const lock = acquireLock(path);
  acquireLock(path);
  expect(readdirSync(folder)).toEqual(['the.lock']);
  if (lock.held) lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

it('is waited for and released after the work, also when that fails', async () => {
  const order: string[] = [];
  const slow = withLock(path, async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    order.push('first');
  });
  const failing = withLock(path, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  await slow;
  expect(order).toEqual(['first']);
  expect(existsSync(path)).toBe(false);
});
