import type { DriftFinding, DriftReason } from '#libs/contracts';
import {
  ALL_MESSAGES,
  countKey,
  MAX_UNKNOWN_METHODS,
  OTHER_METHOD,
  type DriftJournal,
  type DriftSample,
} from '#libs/domain';
import { IGNORED_METHODS } from '../normalise/ignored-methods.js';
import { FRAME_METHOD, type FactType, type RawMessage, type SourceCounters } from '../source-counters.js';

export interface DriftRecorderOptions {
  journal: DriftJournal;
  /** How often counts are told, ms. */
  everyMs: number;
  /** How many samples of one method and reason are offered within `periodMs`; 0 keeps none. */
  samples: { perKind: number; periodMs: number };
  /** What is raised in the whole fleet, each time that it was told. */
  onFindings?(findings: readonly DriftFinding[]): void;
  onError?(error: unknown): void;
}

const MAX_SAMPLE_BYTES = 64 * 1024;
const MAX_WAITING_SAMPLES = 50;
const VALID_NAME = /^[A-Za-z]\w{2,63}$/u;

/** Adds up what a node hears of the wire and tells it every few seconds. Bounded, also while the journal is away. */
export class DriftRecorder implements SourceCounters {
  private counts = new Map<string, number>();
  private readonly unknownNames = new Set<string>();
  private waiting: DriftSample[] = [];
  private offered = new Map<string, number>();
  private offeredSince = 0;
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> | undefined;

  constructor(private readonly options: DriftRecorderOptions) {}

  start(): void {
    this.timer ??= setInterval(() => void this.tell(), this.options.everyMs);
  }

  /** Tells what is left. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.tell();
  }

  frame(): void {
    this.count(FRAME_METHOD, 'all');
  }

  message(): void {
    // Its outcome says more.
  }

  fact(type: FactType, method: string): void {
    this.good(method);
    if (type !== 'control') this.count(`event:${type}`, 'all');
  }

  /** What is known to be of no use is no part of the picture; a message that could have become an event is. */
  ignored(method: string): void {
    if (!Object.hasOwn(IGNORED_METHODS, method)) this.good(method);
  }

  unknown(): void {
    this.count(ALL_MESSAGES, 'all');
  }

  undecodable(method: string): void {
    if (method !== FRAME_METHOD) return this.good(method);
    // A whole frame: no message, so nobody else calls it suspect.
    this.count(FRAME_METHOD, 'all');
    this.count(FRAME_METHOD, 'undecodable');
  }

  invalid(method: string): void {
    this.good(method);
  }

  suspect(method: string, reason: DriftReason, raw: RawMessage): void {
    const name = reason === 'unknown' ? this.boundedName(method) : method;
    this.count(name, reason);
    this.offer(name, reason, raw);
  }

  private good(method: string): void {
    this.count(ALL_MESSAGES, 'all');
    this.count(method, 'all');
  }

  private count(method: string, what: DriftReason | 'all', by = 1): void {
    const key = countKey(method, what);
    this.counts.set(key, (this.counts.get(key) ?? 0) + by);
  }

  private boundedName(method: string): string {
    if (!VALID_NAME.test(method)) return OTHER_METHOD;
    if (this.unknownNames.size < MAX_UNKNOWN_METHODS) this.unknownNames.add(method);
    return this.unknownNames.has(method) ? method : OTHER_METHOD;
  }

  private offer(method: string, reason: DriftReason, { msgId, payload, receivedAt }: RawMessage): void {
    const { perKind, periodMs } = this.options.samples;
    if (perKind === 0 || !payload || payload.length > MAX_SAMPLE_BYTES || this.waiting.length >= MAX_WAITING_SAMPLES) {
      return;
    }
    if (receivedAt - this.offeredSince > periodMs) {
      this.offered = new Map();
      this.offeredSince = receivedAt;
    }
    const kind = countKey(method, reason);
    const before = this.offered.get(kind) ?? 0;
    if (before >= perKind) return;
    this.offered.set(kind, before + 1);
    this.waiting.push({ method, reason, msgId: msgId.slice(0, 40), receivedAt, payload: new Uint8Array(payload) });
  }

  /** Rounds do not overtake each other. */
  private tell(): Promise<void> {
    this.telling ??= this.tellOnce()
      .catch((error: unknown) => this.options.onError?.(error))
      .finally(() => {
        this.telling = undefined;
      });
    return this.telling;
  }

  private async tellOnce(): Promise<void> {
    const { journal } = this.options;
    const counts = this.counts;
    const samples = this.waiting;
    this.counts = new Map();
    this.waiting = [];
    const findings = await this.addAll(counts);
    // The next round may have room for other names; what could not be told still takes its room.
    this.unknownNames.clear();
    this.options.onFindings?.(findings);
    if (samples.length > 0) await journal.keep(samples);
  }

  private async addAll(counts: ReadonlyMap<string, number>): Promise<DriftFinding[]> {
    try {
      return await this.options.journal.add([...counts].map(([key, count]) => ({ ...partsOf(key), count })));
    } catch (error) {
      for (const [key, count] of counts) this.counts.set(key, (this.counts.get(key) ?? 0) + count);
      throw error;
    }
  }
}

function partsOf(key: string): { method: string; what: DriftReason | 'all' } {
  const at = key.lastIndexOf('|');
  return { method: key.slice(0, at), what: key.slice(at + 1) as DriftReason | 'all' };
}

/** Tells several counters the same. */
export function allCounters(...all: readonly SourceCounters[]): SourceCounters {
  return {
    message: (method) => all.forEach((one) => one.message(method)),
    frame: () => all.forEach((one) => one.frame?.()),
    fact: (type, method) => all.forEach((one) => one.fact(type, method)),
    ignored: (method) => all.forEach((one) => one.ignored(method)),
    unknown: (method) => all.forEach((one) => one.unknown(method)),
    undecodable: (method) => all.forEach((one) => one.undecodable(method)),
    invalid: (method, why) => all.forEach((one) => one.invalid(method, why)),
    suspect: (method, reason, raw) => all.forEach((one) => one.suspect?.(method, reason, raw)),
  };
}
