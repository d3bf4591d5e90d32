import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerAssignment } from '#libs/contracts';
import { LiveSourceError, type LeaseStore, type LiveSource, type Owner, type RequestResult } from '#libs/domain';
import { PreparedSource } from '../actor/prepared-source.js';

export interface TakeoverOptions {
  assignment: BrokerAssignment;
  owner: Owner;
  source: LiveSource;
  leases: LeaseStore;
  leaseTtlMs: number;
  /** After this time the owner that goes on keeps the streamer. */
  timeoutMs: number;
  /** This node wants it no more. */
  signal: AbortSignal;
  /** Monotonic, ms. */
  now(): number;
  onError(what: string, error: unknown): void;
}

export interface Taken {
  source: PreparedSource;
  /** Monotonic time from before the lease was got, ms. */
  acquiredAt: number;
  /** The owner before appended everything up to a time from which `source` has heard. */
  heard: boolean;
}

const ASK_EVERY_MS = 50;
/** What was sent just before the new connection was open may reach the old one alone, and later. */
const OVERLAP_MS = 500;

/**
 * Makes everything ready to serve a streamer while another node still does, then asks for the lease. Undefined when it
 * did not come about: the owner goes on, and nothing happened to its streamer.
 */
export async function takeOver(options: TakeoverOptions): Promise<Taken | undefined> {
  const { assignment, source, timeoutMs, signal, onError } = options;
  const prepared = new PreparedSource(source, assignment.handle);
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    // Where nothing is being heard there is nothing to prepare: the next look comes in its turn, whoever makes it.
    if (assignment.live) await prepareInTurn(prepared, options, over);
  } catch (error) {
    onError('connecting to a streamer who is to be taken over', error);
    return undefined;
  }
  if (prepared.hears) await sleep(OVERLAP_MS, undefined, { signal: over }).catch(() => undefined);
  const taken = await ask(prepared, options, over);
  if (!taken) await prepared.close();
  return taken;
}

/** While the owner hears the stream, a sign call that is not to be had yet is waited for, as long as the move may take. */
async function prepareInTurn(prepared: PreparedSource, options: TakeoverOptions, over: AbortSignal): Promise<void> {
  const deadline = options.now() + options.timeoutMs;
  for (;;) {
    try {
      await prepared.prepare(over);
      return;
    } catch (error) {
      const waits = error instanceof LiveSourceError && error.kind === 'sign-rate-limited';
      const turn = waits ? error.retryAfterMs : undefined;
      if (turn === undefined || options.now() + turn >= deadline) throw error;
      await sleep(turn, undefined, { signal: over }).catch(() => undefined);
    }
  }
}

async function ask(prepared: PreparedSource, options: TakeoverOptions, over: AbortSignal): Promise<Taken | undefined> {
  const { assignment, owner, leases, now, timeoutMs } = options;
  const patientUntil = now() + Math.max(options.leaseTtlMs, timeoutMs / 2);
  let acquiredAt = now();
  let answer: RequestResult | undefined;
  while (!over.aborted && !prepared.broken) {
    acquiredAt = now();
    answer = await request(options, answer === 'waiting', acquiredAt > patientUntil);
    if (answer === 'fenced') return undefined;
    if (answer === 'handed-over' || answer === 'acquired') {
      return { source: prepared, acquiredAt, heard: answer === 'handed-over' && prepared.hears };
    }
    await sleep(ASK_EVERY_MS);
  }
  const last = await leases.withdraw(assignment.streamerId, owner).catch(() => 'withdrawn' as const);
  return last === 'owned' ? { source: prepared, acquiredAt, heard: false } : undefined;
}

/** An owner that holds its lease and does not answer knows no requests, or is stuck: it is replaced. */
async function request(
  { assignment, owner, leases, onError }: TakeoverOptions,
  asked: boolean,
  insist: boolean,
): Promise<RequestResult | undefined> {
  try {
    if (insist) return await leases.acquire(assignment.streamerId, owner);
    return await leases.request(assignment.streamerId, owner, asked);
  } catch (error) {
    onError('asking for a lease', error);
    return undefined;
  }
}
