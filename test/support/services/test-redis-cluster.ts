import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis, type EmbeddedRedis } from '../../../scripts/embedded/redis.mjs';
import { freePort } from '../../../scripts/system/ports.mjs';
import { redisClusterAddress } from '../../../config/redis-cluster-address.js';
import { testEnvironment } from './test-environment.js';

const SLOTS = 16_384;
const READY_MS = 20_000;
const SETTINGS = {
  'cluster-enabled': 'yes',
  'cluster-config-file': 'nodes.conf',
  'cluster-node-timeout': 1000,
  // As the documentation asks for: the masters that are there serve their part while another is away.
  'cluster-require-full-coverage': 'no',
  'cluster-replica-validity-factor': 0,
};

export interface ClusterMember {
  port: number;
  pid: number;
  id: string;
}

interface Member extends ClusterMember {
  dataDir: string;
  /** On which nodes talk to each other. The default, port + 10,000, may be taken by an outgoing connection. */
  busPort: number;
  server: EmbeddedRedis;
}

/** A Redis Cluster of one test's own: masters with equal shares of the slots, and replicas if they are asked for. */
export class TestRedisCluster implements AsyncDisposable {
  private constructor(
    private readonly password: string,
    private readonly members: Member[],
  ) {}

  /** `replicas`: for each master, 0 or 1. */
  static async start({ masters = 3, replicas = 0 } = {}): Promise<TestRedisCluster> {
    const password = randomBytes(12).toString('base64url');
    const started = await Promise.all(
      Array.from({ length: masters * (1 + replicas) }, async () => {
        const dataDir = mkdtempSync(join(testEnvironment.servicesDir(), 'redis-'));
        writeFileSync(join(dataDir, 'password'), password, { mode: 0o600 });
        const busPort = await freePort();
        return { dataDir, busPort, server: await launch({ dataDir, password, busPort }) };
      }),
    );
    const cluster = new TestRedisCluster(
      password,
      started.map((one) => ({ ...one, port: one.server.port, pid: one.server.pid, id: '' })),
    );
    try {
      await cluster.form(masters, replicas);
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
    return cluster;
  }

  /** In the form of REDIS_CLUSTER_NODES. */
  get nodes(): string {
    return this.members.map(({ port }) => `redis://:${this.password}@127.0.0.1:${port}`).join(',');
  }

  get target() {
    return clusterTarget(this.nodes);
  }

  /** Asks one node, without following redirections. */
  async ask<T>(member: ClusterMember, work: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis({
      host: '127.0.0.1',
      port: member.port,
      password: this.password,
      maxRetriesPerRequest: 1,
      retryStrategy: () => 50,
    });
    client.on('error', () => undefined);
    try {
      return await work(client);
    } finally {
      client.disconnect();
    }
  }

  /** The master that serves `key` at the moment, as the living nodes see it. */
  async masterOf(key: string): Promise<ClusterMember> {
    for (const member of this.living()) {
      const [slot, ranges] = await this.ask(member, async (client) => [
        await client.cluster('KEYSLOT', key),
        await client.cluster('SLOTS'),
      ]);
      const range = ranges.find(([from, to]) => slot >= from && slot <= to);
      const found = this.members.find(({ id }) => id === range?.[2]?.[2]);
      if (found) return found;
    }
    throw new Error(`No node serves ${key}`);
  }

  masters(): readonly ClusterMember[] {
    return this.members;
  }

  /** SIGKILL, as when the machine takes it away. */
  async kill(member: ClusterMember): Promise<void> {
    const { server } = this.find(member);
    process.kill(server.pid, 'SIGKILL');
    await server.stop();
  }

  /** Starts it again on its port, with what it had written. */
  async restart(member: ClusterMember): Promise<void> {
    const found = this.find(member);
    if (found.server.isAlive()) return;
    found.server = await launch({ ...found, password: this.password });
    found.pid = found.server.pid;
  }

  /** Moves one slot as operators do with `redis-cli --cluster reshard`: announce, move key by key, hand over. */
  async moveSlot(slot: number, from: ClusterMember, to: ClusterMember, betweenKeys: () => Promise<void>) {
    await this.ask(to, (client) => client.cluster('SETSLOT', slot, 'IMPORTING', from.id));
    await this.ask(from, async (client) => {
      await client.cluster('SETSLOT', slot, 'MIGRATING', to.id);
      await betweenKeys();
      for (;;) {
        const keys = (await client.call('CLUSTER', 'GETKEYSINSLOT', String(slot), '1')) as string[];
        if (keys.length === 0) break;
        await client.migrate('127.0.0.1', to.port, '', 0, 5000, 'AUTH', this.password, 'KEYS', ...keys);
        await betweenKeys();
      }
    });
    for (const member of [to, from]) {
      await this.ask(member, (client) => client.cluster('SETSLOT', slot, 'NODE', to.id));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.members.map(({ server }) => server.stop()));
    for (const { dataDir } of this.members) rmSync(dataDir, { recursive: true, force: true });
  }

  private living(): Member[] {
    return this.members.filter(({ server }) => server.isAlive());
  }

  private find({ port }: ClusterMember): Member {
    return this.members.find((member) => member.port === port)!;
  }

  private async form(masters: number, replicas: number): Promise<void> {
    const [first] = this.members;
    for (const [index, member] of this.members.entries()) {
      await this.ask(member, async (client) => {
        member.id = await client.cluster('MYID');
        if (index < masters) {
          const share = (part: number) => Math.floor((part * SLOTS) / masters);
          await client.call('CLUSTER', 'ADDSLOTSRANGE', String(share(index)), String(share(index + 1) - 1));
          await client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
        }
        if (member !== first)
          await client.call('CLUSTER', 'MEET', '127.0.0.1', String(first!.port), String(first!.busPort));
      });
    }
    await this.until((info) => info.includes(`cluster_known_nodes:${this.members.length}`));
    for (const [index, member] of this.members.slice(masters, masters * (1 + replicas)).entries()) {
      await this.ask(member, (client) => client.cluster('REPLICATE', this.members[index]!.id));
    }
    await this.until((info) => info.includes('cluster_state:ok') && info.includes(`cluster_size:${masters}`));
    if (replicas > 0) await this.replicasReady(masters);
  }

  private async replicasReady(masters: number): Promise<void> {
    const inStep = (text: string) => text.includes('master_link_status:up');
    for (const member of this.members.slice(masters)) {
      await reached(async () => inStep(await this.ask(member, (client) => client.info('replication'))));
    }
  }

  private async until(holds: (info: string) => boolean): Promise<void> {
    for (const member of this.members) {
      await reached(async () => holds(await this.ask(member, (client) => client.cluster('INFO'))));
    }
  }
}

let shared: TestRedisCluster | undefined;

/** The cluster that suites written for one Redis run on, while a test file says so. */
export function sharedTestCluster(): TestRedisCluster | undefined {
  return shared;
}

/** Lets suites that are imported afterwards run on a cluster. Close it when they are done. */
export async function startSharedTestCluster(): Promise<TestRedisCluster> {
  shared = await TestRedisCluster.start();
  return shared;
}

/** Where the nodes of REDIS_CLUSTER_NODES are, read as the product reads it. */
export function clusterTarget(nodes: string) {
  return { kind: 'cluster' as const, ...redisClusterAddress.parse(nodes) };
}

async function reached(probe: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!(await probe().catch(() => false))) {
    if (performance.now() > deadline) throw new Error('The Redis Cluster did not form');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function launch(options: {
  dataDir: string;
  password: string;
  busPort: number;
  port?: number;
}): Promise<EmbeddedRedis> {
  const { dataDir, password, busPort, port } = options;
  const libraryPath = testEnvironment.redisLibraryPath();
  const binary = { path: testEnvironment.redisServerBin(), ...(libraryPath && { libraryPath }) };
  const settings = { ...SETTINGS, 'cluster-port': busPort, masterauth: password };
  return startRedis({ dataDir, binary, settings, ...(port !== undefined && { port }) });
}
