import { beforeEach, expect, it } from 'vitest';
import type { SourceStatus } from '#libs/contracts';
import type { Owner } from '#libs/domain';
import { FirstLooks } from './first-looks.js';

let owners: Record<string, Owner>;
let statuses: Record<string, SourceStatus>;
let asked: string[];
let looks: FirstLooks;

beforeEach(() => {
  [owners, statuses, asked] = [{}, {}, []];
  looks = new FirstLooks(
    { owners: async (ids) => ids.map((id) => owners[id]) },
    { statuses: async (ids) => ids.map((id) => statuses[id]) },
    {
      send: async (command, nodeId, payload) => {
        asked.push(`${command} ${nodeId} ${JSON.stringify(payload)}`);
        return { looked: true } as never;
      },
    },
    { debug: () => undefined },
  );
});
const streamer = (id: string, generation: number) => ({ id, broker: { generation, nodeId: null } });

it('asks once for a look that the schedule holds back, from the worker that has the new broker', async () => {
  looks.expect(streamer('s', 2), 0);
  owners = { s: { nodeId: 'old', generation: 1 } };
  await looks.round(500);
  owners = { s: { nodeId: 'new', generation: 2 } };
  statuses = { s: { state: 'offline', since: 900, reason: { code: 'LIVENESS.QUEUED', text: 'in turn' } } };
  for (const now of [1000, 2000]) await looks.round(now);
  expect(asked).toEqual([]);
  for (const now of [2500, 3000, 9000]) await looks.round(now);
  expect(asked).toEqual(['broker.look new {"streamerId":"s"}']);
});

it('leaves alone who was looked at, what never began, and crowds', async () => {
  for (let n = 0; n < 200; n += 1) looks.expect(streamer(`s${n}`, 1), 100);
  for (let n = 0; n < 200; n += 1) owners[`s${n}`] = { nodeId: 'a', generation: 1 };
  statuses = { s0: { state: 'offline', since: 200 }, s1: { state: 'live', since: 50 } };
  delete owners['s2'];
  for (const now of [1000, 4000, 70_000]) await looks.round(now);
  expect(asked).toHaveLength(18);
  expect(asked.some((text) => text.includes('"s1"'))).toBe(true);
  expect(asked.some((text) => /"s[02]"/.test(text))).toBe(false);
});
