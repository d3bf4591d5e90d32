import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  brokerPageSchema,
  brokerViewSchema,
  movePageSchema,
  nodeListSchema,
  nodeViewSchema,
  problemSchema,
  restartAcceptedSchema,
  type BrokerView,
  type StreamerWithKey,
} from '#libs/contracts';
import { Cluster } from '../support/cluster.js';
import type { RoleProcess } from '../support/role-process.js';

let cluster: Cluster;
let streamers: StreamerWithKey[];
const LIVE = 3;
const HEALTH_TOKEN = 'health-token-of-the-operator-spec';

const get = async (path: string): Promise<unknown> => (await cluster.api('GET', path)).json();
const nodes = async () => nodeListSchema.parse(await get('/nodes')).items;
const brokers = async (query = '') => brokerPageSchema.parse(await get(`/brokers${query}`)).items;
const broker = async (id: string): Promise<BrokerView> => brokerViewSchema.parse(await get(`/brokers/${id}`));
const problem = async (response: Response) => problemSchema.parse(await response.json());
const states = async () => (await brokers()).map(({ state }) => state).toSorted();

/** The process that calls itself `nodeId`. */
function processOf(nodeId: string): RoleProcess {
  return cluster.workers.find(({ log }) => log.includes(`"nodeId":"${nodeId}"`))!;
}
async function metric(process: RoleProcess, name: string): Promise<number> {
  const text = await (await fetch(`${process.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

beforeAll(async () => {
  cluster = await Cluster.start({ environment: { DRAIN_TIMEOUT_MS: '1000', HEALTH_TOKEN } });
  const handles = Array.from({ length: LIVE }, (_, n) => `operated${n}`);
  for (const handle of handles) cluster.simulator.room(handle).goLive();
  cluster.simulator.room('resting');
  streamers = await Promise.all([...handles, 'resting'].map((handle) => cluster.createStreamer(handle)));
});
afterAll(() => cluster[Symbol.asyncDispose]());

describe('the operator', () => {
  it('gives an uptime monitor one address for each streamer', async () => {
    const monitor = async (id: string, token?: string) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const answer = await fetch(`${cluster.supervisor.url}/health/brokers/${id}`, { headers });
      return [answer.status, await answer.text()] as const;
    };
    const { id } = streamers[0]!;
    await expect.poll(async () => (await monitor(id, HEALTH_TOKEN))[0], { timeout: 20_000 }).toBe(200);
    expect((await monitor(id))[0]).toBe(401);
    expect((await monitor(id, 'another-token'))[0]).toBe(401);
  });

  it('sees nodes, brokers and why each is not live', async () => {
    await expect.poll(states, { timeout: 20_000 }).toEqual(['live', 'live', 'live', 'waiting-offline']);
    const actors = async () => (await nodes()).reduce((sum, node) => sum + node.actors, 0);
    await expect.poll(actors).toBe(LIVE + 1);
    const [one] = await nodes();
    expect(one).toMatchObject({ draining: false, eventLoop: { stalls: 0 } });
    expect(one!.load).toBeCloseTo(one!.actors / one!.capacity, 2);
    expect(nodeViewSchema.parse(await get(`/nodes/${one!.id}`)).id).toBe(one!.id);

    const resting = await broker(streamers.at(-1)!.id);
    expect(resting).toMatchObject({ handle: 'resting', why: { code: 'SOURCE.OFFLINE' }, reconnects: 0 });
    expect(resting.why.text).toMatch(/^Offline on TikTok since .* The next look is at /);
    const live = await broker(streamers[0]!.id);
    expect(live).toMatchObject({ state: 'live', generation: 1, cause: 'start', why: { code: 'SOURCE.LIVE' } });
    expect(Date.parse(live.lastEventAt!)).toBeGreaterThan(Date.now() - 60_000);

    const onOne = await brokers(`?node=${one!.id}`);
    expect(onOne.every(({ nodeId }) => nodeId === one!.id) && onOne.length).toBe(one!.actors);
    expect((await brokers('?state=waiting-offline')).map(({ handle }) => handle)).toEqual(['resting']);
    const page = brokerPageSchema.parse(await get('/brokers?limit=3'));
    const rest = brokerPageSchema.parse(await get(`/brokers?limit=3&cursor=${page.nextCursor}`));
    expect([...page.items, ...rest.items].map(({ streamerId }) => streamerId)).toEqual(
      streamers.map(({ id }) => id).toSorted(),
    );
    expect(rest.nextCursor).toBeNull();
  });

  it('switches a streamer off, and reads that this is why', async () => {
    const { id } = streamers.at(-1)!;
    await cluster.api('PATCH', `/streamers/${id}`, { enabled: false });
    await expect.poll(async () => (await broker(id)).state).toBe('off');
    expect((await broker(id)).why.text).toMatch(/Switch the streamer on/);
    expect(await problem(await cluster.api('POST', `/brokers/${id}/restart`, {}))).toMatchObject({
      code: 'BROKER.OFF',
    });
  });

  it('restarts a broker under a new generation, once however often it is asked', async () => {
    const { id } = streamers[0]!;
    const room = cluster.simulator.room(streamers[0]!.handle);
    const ask = async () =>
      restartAcceptedSchema.parse(
        await (await cluster.api('POST', `/brokers/${id}/restart`, { generation: 1 })).json(),
      );
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ generation }) => generation)).toEqual([2, 2, 2]);
    expect(answers.filter(({ restarted }) => restarted).length).toBe(1);
    await expect.poll(() => broker(id), { timeout: 15_000 }).toMatchObject({ state: 'live', generation: 2 });
    expect(await ask()).toEqual({ streamerId: id, generation: 2, restarted: false });
    await room.waitForClients(1);
    expect((await broker(id)).reconnects).toBe(1);

    await expect
      .poll(async () => movePageSchema.parse(await get(`/moves?streamer=${id}`)).items)
      .toMatchObject([
        { generation: 2, cause: 'restart', handle: streamers[0]!.handle, tookMs: expect.any(Number) },
        { generation: 1, cause: 'start', from: null },
      ]);
    const farewells = cluster.workers.map((worker) => metric(worker, 'streamshape_commands_total'));
    expect((await Promise.all(farewells)).reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await problem(await cluster.api('POST', `/brokers/${id}/restart`, { generation: 9 }))).toMatchObject({
      status: 409,
      code: 'BROKER.NO_SUCH_GENERATION',
    });
  });

  it('drains a node, which stays ready, and has it take brokers again', async () => {
    const [leaving, staying] = await nodes();
    const toMove = (await brokers(`?node=${leaving!.id}`)).length;
    for (let twice = 0; twice < 2; twice++) {
      const answer = await cluster.api('POST', `/nodes/${leaving!.id}/drain`);
      expect(answer.status).toBe(202);
      expect(nodeViewSchema.parse(await answer.json())).toMatchObject({ id: leaving!.id, draining: true });
    }
    await expect.poll(nodes, { timeout: 20_000 }).toMatchObject([
      { id: leaving!.id, draining: true, actors: 0 },
      { id: staying!.id, draining: false, actors: LIVE },
    ]);
    await expect.poll(states, { timeout: 20_000 }).toEqual(['live', 'live', 'live', 'off']);
    const drained = processOf(leaving!.id);
    expect((await fetch(`${drained.url}/health/ready`)).status).toBe(200);
    expect(await metric(drained, 'streamshape_worker_draining')).toBe(1);
    const moves = movePageSchema.parse(await get(`/moves?node=${leaving!.id}`)).items;
    expect(moves.filter(({ cause }) => cause === 'drain').length).toBe(toMove);

    expect((await cluster.api('POST', `/nodes/${staying!.id}/drain`)).status).toBe(202);
    await cluster.api('POST', '/streamers', { handle: 'nowhere' });
    await expect
      .poll(async () => (await brokers('?state=pending')).map(({ why }) => why.code))
      .toEqual(['PLACEMENT.ALL_DRAINING']);
    const [running] = await brokers('?state=live');
    const refused = await cluster.api('POST', `/brokers/${running!.streamerId}/restart`, {});
    expect(await problem(refused)).toMatchObject({ status: 409, code: 'PLACEMENT.ALL_DRAINING' });
    for (const { id } of [leaving!, staying!]) {
      expect((await cluster.api('POST', `/nodes/${id}/resume`)).status).toBe(202);
    }
    await expect.poll(() => brokers('?state=pending'), { timeout: 20_000 }).toEqual([]);
  });

  it('is told when a node does not answer, and which node does not exist', async () => {
    expect(await problem(await cluster.api('POST', '/nodes/nobody/drain'))).toMatchObject({ code: 'NODE.NOT_FOUND' });
    const [node] = await nodes();
    const frozen = processOf(node!.id);
    frozen.child.kill('SIGSTOP');
    try {
      const answer = await cluster.api('POST', `/nodes/${node!.id}/drain`);
      expect(answer.status).toBe(504);
      expect(await problem(answer)).toMatchObject({
        code: 'NODE.NO_ANSWER',
        detail: expect.stringMatching(/try again/),
      });
    } finally {
      frozen.child.kill('SIGCONT');
    }
    // Several tries arrived, with one id: the node drained once, and says so to whoever asks again.
    await expect.poll(() => metric(frozen, 'streamshape_commands_total{command="node.drain"')).toBeGreaterThan(0);
    expect((await cluster.api('POST', `/nodes/${node!.id}/resume`)).status).toBe(202);
  });
});

it('the monitor of a streamer turns red when nobody serves them', async () => {
  await Promise.all(cluster.workers.map((worker) => worker.end('SIGKILL')));
  const monitor = async () => {
    const headers = { authorization: `Bearer ${HEALTH_TOKEN}` };
    const answer = await fetch(`${cluster.supervisor.url}/health/brokers/${streamers[0]!.id}`, { headers });
    return [answer.status, await answer.text()];
  };
  await expect.poll(monitor, { timeout: 40_000 }).toEqual([503, expect.stringContaining('"status":"degraded"')]);
}, 60_000);
