import { z } from 'zod';
import { DRIFT_REASONS, driftFindingSchema, type DriftFinding } from '#libs/contracts';
import {
  DRIFT_OPTIONS,
  MAX_UNKNOWN_METHODS,
  type DriftBook,
  type DriftCount,
  type DriftCounts,
  type DriftJournal,
  type DriftSample,
  type DriftState,
} from '#libs/domain';
import type { RedisConnection } from '../connection.js';
import { LuaScript } from '../lua-script.js';

const add = new LuaScript(new URL('./add.lua', import.meta.url));
const spans = new LuaScript(new URL('./spans.lua', import.meta.url));
const save = new LuaScript(new URL('./save.lua', import.meta.url));
const keep = new LuaScript(new URL('./keep.lua', import.meta.url));

const KEYS = { names: '{drift}:names', state: '{drift}:state', findings: '{drift}:findings' } as const;
const SAMPLE_KEYS = ['samples', 'times', 'sizes', 'numbers', 'bytes'].map((name) => `{drift}:sample-${name}`);
const KEPT_SPANS = DRIFT_OPTIONS.spans.long;

export interface RedisDriftOptions {
  /** Length of a span, ms; the same everywhere, or counts and judgement pass each other by. */
  spanMs: number;
  samples: { perKind: number; maxBytes: number; maxAgeMs: number };
}

const sampleSchema = z.object({
  method: z.string(),
  reason: z.enum(DRIFT_REASONS),
  msgId: z.string(),
  receivedAt: z.number(),
  payload: z.base64(),
});

/** Drift counts, conclusions and samples, all under one hash tag: they are small. */
export class RedisDrift implements DriftJournal, DriftBook {
  constructor(
    private readonly redis: RedisConnection,
    private readonly options: RedisDriftOptions,
  ) {}

  async add(counts: readonly DriftCount[]): Promise<DriftFinding[]> {
    const args = counts.flatMap(({ method, what, count }) => [method, what, count]);
    const limits = [this.options.spanMs, KEPT_SPANS, MAX_UNKNOWN_METHODS];
    const answer = await add.run(this.redis, [KEYS.names, KEYS.findings], [...limits, ...args]);
    if (typeof answer !== 'string' || answer === '') return [];
    return z.array(driftFindingSchema).safeParse(JSON.parse(answer)).data ?? [];
  }

  async keep(samples: readonly DriftSample[]): Promise<void> {
    const args = samples.flatMap((sample) => [
      `${sample.method}|${sample.reason}`,
      `${sample.msgId}-${sample.receivedAt}`,
      JSON.stringify({ ...sample, payload: Buffer.from(sample.payload).toString('base64') }),
    ]);
    const { perKind, maxBytes, maxAgeMs } = this.options.samples;
    await keep.run(this.redis, SAMPLE_KEYS, [perKind, maxBytes, maxAgeMs, ...args]);
  }

  async spansAfter(index: number): Promise<{ index: number; at: number; counts: DriftCounts }[]> {
    const { spanMs } = this.options;
    const found = (await spans.run(this.redis, [KEYS.names], [spanMs, KEPT_SPANS, index])) as [string, string[]][];
    return found.map(([number, flat]) => {
      const pairs = flat.flatMap((name, place) => (place % 2 === 0 ? [[name, Number(flat[place + 1])] as const] : []));
      return { index: Number(number), at: (Number(number) + 1) * spanMs, counts: Object.fromEntries(pairs) };
    });
  }

  /** What was concluded with spans of another length says nothing. */
  async load(): Promise<DriftState | undefined> {
    const text = await this.redis.get(KEYS.state);
    if (text === null) return undefined;
    const { spanMs, ...state } = JSON.parse(text) as DriftState & { spanMs: number };
    return spanMs === this.options.spanMs ? state : undefined;
  }

  async save(state: DriftState, findings: readonly DriftFinding[], from: number): Promise<boolean> {
    const { spanMs } = this.options;
    const args = [from, spanMs, JSON.stringify({ ...state, spanMs }), JSON.stringify(findings)].map(String);
    return (await save.run(this.redis, [KEYS.state, KEYS.findings], args)) === 1;
  }

  async samples(): Promise<DriftSample[]> {
    await this.keep([]);
    const ids = await this.redis.zrange(SAMPLE_KEYS[1]!, '0', '-1');
    if (ids.length === 0) return [];
    const texts = await this.redis.hmget(SAMPLE_KEYS[0]!, ...ids);
    return texts.flatMap((text) => {
      const parsed = sampleSchema.safeParse(text === null ? null : JSON.parse(text));
      return parsed.success ? [{ ...parsed.data, payload: Buffer.from(parsed.data.payload, 'base64') }] : [];
    });
  }
}
