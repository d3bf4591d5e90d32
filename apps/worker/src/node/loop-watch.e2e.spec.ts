import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

/** A process that watches its loop as a built worker does, blocks it, and then runs on until it is told to end. */
const PROGRAM = `
const { LoopWatch } = await import(${JSON.stringify(new URL('../../../../dist/apps/worker/src/node/loop-watch.js', import.meta.url).href)});
const say = (what, more) => console.log(JSON.stringify({ what, ...more, at: Date.now() }));
const watch = new LoopWatch({ base: { nodeId: 'w1' }, say: true, onStall: (ms, slowest) => say('stall', { ms, slowest }) });
watch.start();
await new Promise((resolve) => setTimeout(resolve, 400));
watch.handlerOf('5600e838-26e8-4a61-a0a1-3d1d917efb35')(() => {
  for (const end = Date.now() + 2500; Date.now() < end;);
});
say('free');
process.stdin.resume().once('data', async () => {
  say('end', { stalls: watch.report().stalls });
  await watch.stop();
  process.stdin.destroy();
});
`;

it('tells of a loop while it is blocked, and not of a process that was stopped as a whole', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const lines = () =>
    output
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const said = (what: string) => lines().find((line) => line['what'] === what);
  try {
    await expect
      .poll(() => said('stall'), { timeout: 20_000 })
      .toMatchObject({
        slowest: { streamerId: '5600e838-26e8-4a61-a0a1-3d1d917efb35' },
      });
    const told = lines().filter(({ msg }) => String(msg).startsWith('The event loop is blocked'));
    expect(told[0]).toMatchObject({ level: 'error', nodeId: 'w1', streamerId: '5600e838-26e8-4a61-a0a1-3d1d917efb35' });
    expect(Date.parse(told[0]!['time'] as string)).toBeLessThan(said('free')!['at'] as number);

    child.kill('SIGSTOP');
    await sleep(1500);
    child.kill('SIGCONT');
    await sleep(600);
    child.stdin.write('end\n');
    await once(child, 'close');
    expect(said('end')).toMatchObject({ stalls: lines().filter(({ what }) => what === 'stall').length });
    expect(lines().filter(({ msg }) => msg !== undefined)).toEqual(told);
  } finally {
    child.kill('SIGKILL');
  }
});
