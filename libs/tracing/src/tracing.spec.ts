import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tracing } from '#libs/domain';
import { OtlpReceiver } from '../../../test/support/otlp-receiver.js';
import { openTracing, type TracingOptions } from './index.js';

let receiver: OtlpReceiver;
const opened: Tracing[] = [];
beforeEach(async () => {
  receiver = await OtlpReceiver.start();
});
afterEach(async () => {
  for (const tracing of opened.splice(0)) await tracing.close();
  await receiver[Symbol.asyncDispose]();
});

async function open(options: Partial<TracingOptions> = {}): Promise<Tracing> {
  const fixed = { url: `${receiver.url}/v1/traces`, headers: {}, ratio: 1, service: 'spec', version: '1', delayMs: 20 };
  const tracing = await openTracing({ ...fixed, ...options });
  opened.push(tracing!);
  return tracing!;
}

describe('openTracing', () => {
  it('is nothing without an address', async () => {
    expect(await openTracing(undefined)).toBeUndefined();
  });

  it('sends spans with parents, links and times over the wire', async () => {
    const { tracer } = await open();
    const since = performance.now() - 500;
    const first = tracer.start('first', { since, attributes: { many: ['a', 'b'], n: 3 } })!;
    const other = tracer.start('other')!;
    const second = tracer.start('second', { parent: first.context, links: [other.context], kind: 'producer' })!;
    for (const span of [second, other]) span.end();
    first.end({ error: 'TypeError' });
    await expect.poll(() => receiver.spans.length).toBe(3);
    const [received] = receiver.named('second');
    expect(receiver.parentOf(received!)?.name).toBe('first');
    expect(received!.links).toEqual([{ traceId: other.traceId, spanId: other.context.split('-')[2] }]);
    const [root] = receiver.named('first');
    expect(Number(root!.endTimeUnixNano - root!.startTimeUnixNano) / 1e6).toBeGreaterThanOrEqual(500);
    expect(Math.abs(Number(root!.endTimeUnixNano / 1_000_000n) - Date.now())).toBeLessThan(10_000);
    expect(root).toMatchObject({ attributes: { many: ['a', 'b'], n: 3 }, status: { code: 2, message: 'TypeError' } });
    expect(receiver.problems).toEqual([]);
  });

  it('records the share that is asked for, and whole traces alone', async () => {
    const { tracer } = await open({ ratio: 0.2 });
    const roots = Array.from({ length: 1000 }, () => tracer.start('root'));
    const recorded = roots.filter((span) => span !== undefined);
    expect(recorded.length).toBeGreaterThan(100);
    expect(recorded.length).toBeLessThan(320);
    for (const { context } of recorded) expect(tracer.start('part', { parent: context })).toBeDefined();
    expect(tracer.start('part', { parent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00' })).toBeUndefined();
    expect((await open({ ratio: 0 })).tracer.start('root')).toBeUndefined();
  });

  it('begins a trace of its own where a context cannot be read', async () => {
    const { tracer } = await open();
    const known = '4bf92f3577b34da6a3ce929d0e0e4736';
    for (const parent of ['', 'x', `01-${known}-00f067aa0ba902b7-01`, `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`]) {
      const span = tracer.start('root', { parent })!;
      expect(span.traceId).not.toBe(known);
      span.end();
    }
    expect(tracer.start('part', { parent: `00-${known}-00f067aa0ba902b7-01` })!.traceId).toBe(known);
  });

  it('tells once that nobody takes spans, keeps a bounded number, and closes in time', async () => {
    await receiver.stop();
    const told: unknown[] = [];
    const tracing = await open({ maxWaiting: 100, onUndeliverable: (error) => told.push(error) });
    for (let n = 0; n < 5000; n++) tracing.tracer.start('lost')!.end();
    await expect.poll(() => told.length, { timeout: 20_000 }).toBe(1);
    await receiver.restart();
    for (let n = 0; n < 5000; n++) tracing.tracer.start('later')!.end();
    const startedAt = performance.now();
    await tracing.close();
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect(told).toHaveLength(1);
    expect(receiver.spans.length).toBeLessThanOrEqual(300);
  });
});
