import type { SeededRandom } from '../../chaos/support/random.js';
import { ModelProcess } from './model-process.js';
import type { World } from './world.js';

export type Service = 'redis' | 'postgres' | 'tiktok';
/** `cut`: nothing comes through and nobody is told. `refused`: every call fails at once. */
export type Condition = 'ok' | 'cut' | 'refused';

/** After this time a caller gives a call up, ms; what it asked for may still happen. */
const GIVE_UP_MS: Record<Service, number> = { redis: 3000, postgres: 5000, tiktok: 8000 };
/** A cut connection goes on, with what is still in its buffers, with this probability; else it is closed. */
const SURVIVES = 0.5;

interface Lane {
  requestsUntil: number;
  answersUntil: number;
  /** What is in the buffers of a cut connection. */
  held: Held[];
}

interface Held {
  again(): void;
  lose(): void;
}

interface Call<T> {
  process: ModelProcess;
  service: Service;
  lane: Lane;
  effect: () => T | Promise<T>;
  settle: (outcome: () => void) => void;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
}

/** As sockets tell it: by the code one knows that nobody answers, and not that something was refused. */
function failed(service: Service, code: 'ECONNREFUSED' | 'ECONNRESET' | 'ETIMEDOUT'): Error {
  return Object.assign(new Error(`${service}: ${code}`), { code });
}

/** Calls take time, keep their order on one connection, and fail in every way that a network knows. */
export class Network {
  private readonly conditions = new Map<string, Condition>();
  private readonly brokenUntil = new Map<string, number>();
  private readonly lanes = new Map<string, Lane>();
  /** Where the effects of calls run: never frozen. */
  readonly outside: ModelProcess;

  constructor(
    private readonly world: World,
    private readonly random: SeededRandom,
  ) {
    this.outside = new ModelProcess('outside', world);
  }

  condition(process: ModelProcess, service: Service): Condition {
    return this.conditions.get(service) ?? this.conditions.get(`${process.name}-${service}`) ?? 'ok';
  }

  /** `who`: the connection of one process, or the service as a whole. */
  set(who: { process?: ModelProcess; service: Service }, condition: Condition): void {
    const key = who.process ? `${who.process.name}-${who.service}` : who.service;
    if (this.conditions.has(key)) this.brokenUntil.set(key, this.world.now);
    if (condition === 'ok') this.conditions.delete(key);
    else this.conditions.set(key, condition);
    this.flush();
  }

  /** Whether this connection has worked without a break since then. */
  isSoundSince(process: ModelProcess, service: Service, since: number): boolean {
    if (this.condition(process, service) !== 'ok') return false;
    const until = [service, `${process.name}-${service}`].map((key) => this.brokenUntil.get(key) ?? 0);
    return Math.max(...until) <= since;
  }

  heal(): void {
    for (const key of this.conditions.keys()) this.brokenUntil.set(key, this.world.now);
    this.conditions.clear();
    this.flush();
  }

  /** Performs `effect` at the service and brings the answer back. */
  call<T>(process: ModelProcess, service: Service, effect: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let over = false;
      const giveUp = process.after(
        GIVE_UP_MS[service],
        () => settle(() => reject(failed(service, 'ETIMEDOUT'))),
        'timer',
      );
      const settle = (outcome: () => void) => {
        if (over) return;
        over = true;
        giveUp.cancelled = true;
        outcome();
        process.answered();
      };
      const lane = this.lane(process, service);
      this.send({ process, service, lane, effect, settle, resolve, reject });
    });
  }

  /** One way: something that the outside world tells a process. */
  tell(process: ModelProcess, service: Service, run: () => void): void {
    const lane = this.lane(process, service);
    lane.answersUntil = Math.max(this.world.now + this.latency(), lane.answersUntil);
    this.world.at(lane.answersUntil, () => {
      if (this.condition(process, service) === 'ok') process.deliver(run);
    });
  }

  private flush(): void {
    for (const lane of this.lanes.values()) {
      const survives = this.random.next() < SURVIVES;
      for (const held of lane.held.splice(0)) {
        if (survives) held.again();
        else held.lose();
      }
    }
  }

  private lane(process: ModelProcess, service: Service): Lane {
    const key = `${process.name}-${service}`;
    const lane = this.lanes.get(key) ?? { requestsUntil: 0, answersUntil: 0, held: [] };
    this.lanes.set(key, lane);
    return lane;
  }

  private send<T>(call: Call<T>): void {
    const { lane } = call;
    lane.requestsUntil = Math.max(this.world.now + this.latency(), lane.requestsUntil);
    this.world.at(lane.requestsUntil, () => this.arrive(call));
  }

  private arrive<T>(call: Call<T>): void {
    const { process, service, lane, effect, settle, reject } = call;
    const condition = this.condition(process, service);
    if (condition === 'cut') {
      lane.held.push({
        again: () => this.send(call),
        lose: () => process.deliver(() => settle(() => reject(failed(service, 'ECONNRESET')))),
      });
      return;
    }
    if (condition === 'refused') {
      process.deliver(() => settle(() => reject(failed(service, 'ECONNREFUSED'))));
      return;
    }
    this.outside.within(() => {
      Promise.resolve()
        .then(effect)
        .then(
          (value) => this.answer(call, () => call.resolve(value)),
          (error: Error) => this.answer(call, () => reject(error)),
        );
    });
  }

  private answer<T>({ process, service, lane, settle, reject }: Call<T>, outcome: () => void): void {
    lane.answersUntil = Math.max(this.world.now + this.latency(), lane.answersUntil);
    this.world.at(lane.answersUntil, () => {
      const condition = this.condition(process, service);
      const lost = () => reject(failed(service, 'ECONNRESET'));
      if (condition === 'cut') {
        lane.held.push({
          again: () => process.deliver(() => settle(outcome)),
          lose: () => process.deliver(() => settle(lost)),
        });
        return;
      }
      process.deliver(() => settle(condition === 'refused' ? lost : outcome));
    });
  }

  /** Mostly a few milliseconds, now and then much more. */
  private latency(): number {
    const slow = this.random.next() < 0.02;
    return slow ? 20 + this.random.next() * 400 : 0.2 + this.random.next() * 8;
  }
}
