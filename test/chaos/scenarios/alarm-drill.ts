import type { FailureSpec } from '../../../apps/tiktok-simulator/src/index.js';
import { Cluster } from '../../support/cluster.js';
import { HeartbeatReceiver } from '../../support/heartbeat-receiver.js';
import { freePort } from '../../support/role-process.js';
import type { Outcome } from '../support/report.js';

export interface DrillClocks {
  /** How often heartbeats are sent, ms. */
  intervalMs: number;
  /** What Better Stack waits for one, with its grace. */
  periodMs: number;
  canarySilentMs: number;
  environment?: Record<string, string>;
}

/** One fault, as it went: which alarm came, when, and when it was over. */
export interface Drilled extends Outcome {
  fault: string;
  alarm: string;
  redMs: number;
  /** Within this time it had to turn red. */
  periodMs: number;
  clearMs: number;
}

interface Fault {
  name: string;
  /** Whose alarm it is. */
  alarm: string;
  isRed(): boolean | Promise<boolean>;
  begin(): unknown;
  end(): unknown;
  targetMs: number;
}

const SIGN_OUTAGE: FailureSpec = { kind: 'sign-outage' };
const CLEAR_MS = 60_000;
/** A live streamer may try to connect for this long before it is trouble. */
const UNCONNECTED_MS = 30_000;

/** The product with heartbeats, a canary, and a Better Stack that only listens. */
export class AlarmDrill implements AsyncDisposable {
  private chirping: NodeJS.Timeout | undefined;

  private constructor(
    readonly cluster: Cluster,
    readonly receiver: HeartbeatReceiver,
    private readonly clocks: DrillClocks,
  ) {}

  static async start(clocks: DrillClocks): Promise<AlarmDrill> {
    const receiver = await HeartbeatReceiver.start();
    const gatewayPort = await freePort();
    const cluster = await Cluster.start({
      gatewayPort,
      rooms: ['canarydrill'],
      environment: {
        ...receiver.environment,
        HEARTBEAT_INTERVAL_MS: String(clocks.intervalMs),
        WORKERS_EXPECTED: '2',
        CANARY_HANDLES: 'canarydrill',
        CANARY_GATEWAY_URL: `http://127.0.0.1:${gatewayPort}`,
        CANARY_SILENT_MS: String(clocks.canarySilentMs),
        ...clocks.environment,
      },
    });
    const drill = new AlarmDrill(cluster, receiver, clocks);
    cluster.simulator.room('canarydrill').goLive();
    drill.chirp();
    return drill;
  }

  /** Each fault by its name, in the order of the drill. */
  faults(): Record<string, Fault> {
    const { cluster } = this;
    const { periodMs, canarySilentMs } = this.clocks;
    const beat = (part: string) => ({
      alarm: `heartbeat ${part}`,
      isRed: () => this.receiver.verdict(part, periodMs) === 'down',
      targetMs: periodMs,
    });
    const supervisor = cluster.supervisor.child;
    const list: Fault[] = [
      {
        ...{ name: 'worker down', ...beat('workers') },
        begin: () => cluster.workers.find(({ running }) => running)!.end('SIGKILL'),
        end: () => cluster.addWorker(),
      },
      {
        ...{ name: 'Redis down', ...beat('supervisor') },
        begin: () => cluster.redis.stop(),
        end: () => cluster.redis.restart(),
      },
      {
        ...{ name: 'PostgreSQL down', ...beat('supervisor') },
        begin: () => cluster.postgres.stop(),
        end: () => cluster.postgres.restart(),
      },
      {
        ...{ name: 'sign outage', alarm: 'monitor /health/brokers', isRed: () => this.brokersAreRed() },
        targetMs: UNCONNECTED_MS + 60_000,
        begin: () => this.signOutage(),
        end: () => cluster.simulator.clearFailures(),
      },
      {
        ...{ name: 'canary silent', ...beat('canary') },
        targetMs: canarySilentMs + periodMs,
        begin: () => clearInterval(this.chirping),
        end: () => this.chirp(),
      },
      {
        ...{ name: 'supervisor stuck', ...beat('supervisor') },
        begin: () => supervisor.kill('SIGSTOP'),
        end: () => supervisor.kill('SIGCONT'),
      },
    ];
    return Object.fromEntries(list.map((fault) => [fault.name, fault]));
  }

  /** Waits until all is green, breaks it, waits for red, repairs it, and waits for green again. */
  async run(name: string): Promise<Drilled> {
    const fault = this.faults()[name]!;
    await until(`green before: ${name}`, () => this.allGreen(), CLEAR_MS * 3);
    const brokenAt = performance.now();
    await fault.begin();
    const redMs = await until(`${fault.alarm} to turn red`, () => fault.isRed(), fault.targetMs * 2 + 30_000, brokenAt);
    const repairedAt = performance.now();
    await fault.end();
    const clearMs = await until(
      `${fault.alarm} to clear`,
      async () => !(await fault.isRed()),
      CLEAR_MS * 3,
      repairedAt,
    );
    return {
      ...{ fault: name, alarm: fault.alarm, redMs, periodMs: fault.targetMs, clearMs },
      scenario: `${name}: ${fault.alarm}`,
      evidence: [],
      figures: [
        { figure: 'red after', measured: Math.round(redMs), unit: 'ms', target: fault.targetMs, invariant: true },
        { figure: 'clear after', measured: Math.round(clearMs), unit: 'ms', target: CLEAR_MS },
      ],
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.chirping);
    this.cluster.supervisor.child.kill('SIGCONT');
    await this.cluster[Symbol.asyncDispose]();
    await this.receiver[Symbol.asyncDispose]();
  }

  private chirp(): void {
    clearInterval(this.chirping);
    const room = this.cluster.simulator.room('canarydrill');
    const send = () => room.send({ type: 'chat', text: 'chirp' });
    this.chirping = setInterval(send, Math.min(1000, this.clocks.canarySilentMs / 4));
  }

  private async signOutage(): Promise<void> {
    this.cluster.simulator.fail(SIGN_OUTAGE);
    const handle = `outage${Date.now() % 1e9}`;
    this.cluster.simulator.room(handle).goLive();
    await this.cluster.createStreamer(handle);
  }

  private async brokersAreRed(): Promise<boolean> {
    const answer = await fetch(`${this.cluster.supervisor.url}/health/brokers`).catch(() => undefined);
    return answer?.status !== 200;
  }

  private async allGreen(): Promise<boolean> {
    const { periodMs } = this.clocks;
    const parts = ['supervisor', 'workers', 'canary'];
    const up = parts.every((part) => this.receiver.verdict(part, periodMs) === 'up');
    return up && !(await this.brokersAreRed());
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** As a page shows it. */
export function drillTable(drilled: readonly Drilled[]): string {
  const header = ['Fault', 'Alarm', 'Red after', 'Must be within', 'Clear after its end'];
  const rows = drilled.map(({ fault, alarm, redMs, periodMs, clearMs }) => [
    ...[fault, alarm, seconds(redMs), `${Math.round(periodMs / 1000)} s`, seconds(clearMs)],
  ]);
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Answers with how long it took, ms since `from`. */
async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs: number,
  from = performance.now(),
): Promise<number> {
  while (!(await holds())) {
    if (performance.now() - from > limitMs)
      throw new Error(`Waited ${Math.round(limitMs / 1000)} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return performance.now() - from;
}
