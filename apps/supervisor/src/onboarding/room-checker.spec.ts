import { beforeEach, expect, it } from 'vitest';
import type { NodeReport, RoomReport } from '#libs/contracts';
import { RoomChecker } from './room-checker.js';

const node = (nodeId: string, draining = false): NodeReport => ({
  ...{ nodeId, capacity: 1, actors: 0, draining, version: '1', startedAt: 0 },
});
let nodes: NodeReport[];
let asked: string[];
let answers: Record<string, RoomReport>;
let checker: RoomChecker;

beforeEach(() => {
  [nodes, asked, answers] = [[node('a'), node('b')], [], {}];
  checker = new RoomChecker(
    { list: async () => nodes },
    {
      send: async (_command: string, nodeId: string) => {
        asked.push(nodeId);
        const answer = answers[nodeId];
        if (!answer) throw new Error('says nothing');
        return answer as never;
      },
    },
    { warn: () => undefined },
  );
});

it('asks one worker once for all who ask in a while', async () => {
  answers = { a: { state: 'live', name: 'Mia' }, b: { state: 'live', name: 'Mia' } };
  const both = await Promise.all([checker.check('mia'), checker.check('mia')]);
  expect(both).toEqual([answers['a'], answers['a']]);
  await checker.check('mia');
  expect(asked).toHaveLength(1);
  await checker.check('jo');
  expect(asked).toHaveLength(2);
});

it('asks another worker when one says nothing, and one that drains only when there is no other', async () => {
  answers = { b: { state: 'offline' } };
  for (const handle of ['m1', 'm2', 'm3', 'm4']) expect(await checker.check(handle)).toEqual({ state: 'offline' });
  [nodes, asked] = [[node('a', true), node('b')], []];
  await checker.check('m5');
  expect(asked).toEqual(['b']);
  nodes = [node('b', true)];
  expect(await checker.check('m6')).toEqual({ state: 'offline' });
});

it('does not know when nobody answers, and asks again then', async () => {
  expect(await checker.check('mia')).toEqual({ state: 'unknown', why: 'failed' });
  answers = { a: { state: 'missing' }, b: { state: 'missing' } };
  expect(await checker.check('mia')).toEqual({ state: 'missing' });
  nodes = [];
  expect(await checker.check('jo')).toEqual({ state: 'unknown', why: 'failed' });
});
