import { createRandom } from '../engine/ids.js';
import type { StoredEvent } from '../engine/model.js';
import { bodyOf, signature, type Endpoint } from './endpoint.js';

/** What goes wrong on the way; each a probability from 0 to 1. */
export interface Faults {
  seed: number;
  /** Never arrives. */
  lose: number;
  /** Arrives twice. */
  double: number;
  /** Arrives late, and so after later ones. */
  late: number;
  /** ms at most. */
  lateMs: number;
  /** Is sent as a thin event. */
  thin: number;
}

export interface DeliveryOptions {
  /** ms before the first retry; doubles each time. */
  retryMs: number;
  maxTries: number;
  timeoutMs: number;
  /** Deliveries under way at once. */
  parallel: number;
}

export interface DeliveryRecord {
  event: string;
  url: string;
  /** null: no answer. */
  status: number | null;
  tries: number;
}

interface Task {
  event: StoredEvent;
  endpoint: Endpoint;
  form: Endpoint['form'];
  tries: number;
}

const RETRY_MAX_MS = 3_600_000;

/** Brings events to their endpoints: signed, tried again until they are taken, and disturbed on demand. */
export class WebhookDelivery {
  readonly endpoints: Endpoint[] = [];
  readonly records: DeliveryRecord[] = [];
  private readonly queue: Task[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private faults: Faults | undefined;
  private random = createRandom(1);
  private busy = 0;
  private closed = false;
  /** Events are put aside and not sent. */
  private held: Task[] | undefined;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: DeliveryOptions) {}

  disturb(faults: Partial<Faults> | undefined): void {
    this.faults = faults && { seed: 1, lose: 0, double: 0, late: 0, lateMs: 500, thin: 0, ...faults };
    this.random = createRandom(faults?.seed ?? 1);
  }

  hold(): void {
    this.held ??= [];
  }

  /** What was put aside goes out; `drop`: it is lost. */
  release(drop = false): void {
    const tasks = this.held ?? [];
    this.held = undefined;
    if (!drop) for (const task of tasks) this.enqueue(task);
  }

  /** To every endpoint. */
  take(event: StoredEvent): void {
    for (const endpoint of this.endpoints) {
      const task = { event, endpoint, form: endpoint.form, tries: 0 };
      if (this.held) this.held.push(task);
      else this.takeWithFaults(task);
    }
  }

  /** Now, whatever else was done with it; `at` is the time in the signature, seconds. Answers with the HTTP status. */
  async deliver(event: StoredEvent, more: { form?: Endpoint['form']; at?: number } = {}): Promise<number | null> {
    let last: number | null = null;
    for (const endpoint of this.endpoints) last = await this.send(endpoint, event, more.form ?? endpoint.form, more.at);
    return last;
  }

  /** When nothing is under way and nothing is due. */
  async settled(): Promise<void> {
    while (this.busy + this.queue.length + this.timers.size > 0 && !this.closed) {
      await new Promise<void>((resolve) => void this.waiting.push(resolve));
    }
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.wake();
  }

  private takeWithFaults(task: Task): void {
    const { faults, random } = this;
    if (!faults) return this.enqueue(task);
    const [lost, doubled, late, thin] = [random(), random(), random(), random()];
    if (lost < faults.lose) return;
    const sent = { ...task, form: thin < faults.thin ? ('thin' as const) : task.form };
    const copies = doubled < faults.double ? [sent, { ...sent }] : [sent];
    for (const copy of copies) {
      if (late < faults.late) this.later(random() * faults.lateMs, copy);
      else this.enqueue(copy);
    }
  }

  private later(ms: number, task: Task): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.enqueue(task);
    }, ms);
    this.timers.add(timer);
  }

  private enqueue(task: Task): void {
    this.queue.push(task);
    this.pump();
  }

  private pump(): void {
    while (!this.closed && this.busy < this.options.parallel) {
      const task = this.queue.shift();
      if (!task) break;
      this.busy += 1;
      void this.attempt(task).finally(() => {
        this.busy -= 1;
        this.pump();
      });
    }
    if (this.busy + this.queue.length + this.timers.size === 0) this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private async attempt(task: Task): Promise<void> {
    const status = await this.send(task.endpoint, task.event, task.form);
    task.tries += 1;
    this.records.push({ event: task.event.id, url: task.endpoint.url, status, tries: task.tries });
    if (this.records.length > 10_000) this.records.splice(0, 5000);
    const taken = status !== null && status >= 200 && status < 300;
    if (taken || task.tries >= this.options.maxTries || this.closed) return;
    this.later(Math.min(RETRY_MAX_MS, this.options.retryMs * 2 ** (task.tries - 1)), task);
  }

  private async send(
    endpoint: Endpoint,
    event: StoredEvent,
    form: Endpoint['form'],
    at?: number,
  ): Promise<number | null> {
    const body = bodyOf(event, form);
    const stamp = at ?? Math.floor(Date.now() / 1000);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': signature(body, endpoint.secrets, stamp),
    };
    try {
      const signal = AbortSignal.timeout(this.options.timeoutMs);
      const response = await fetch(endpoint.url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null; // no answer is an answer: it is tried again
    }
  }
}
