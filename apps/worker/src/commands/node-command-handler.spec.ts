import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { NODE_COMMAND_NAMES, type NodeReport } from '#libs/contracts';
import { NodeCommandHandler } from './node-command-handler.js';

const report = (draining: boolean): NodeReport => ({
  ...{ nodeId: 'w1', capacity: 1, actors: 0, draining, version: '1', startedAt: 0 },
});
let drains: number;
let restarts: unknown[];
let failures: number;
let hold: Promise<void>;
let handler: NodeCommandHandler;

beforeEach(() => {
  [drains, restarts, failures, hold] = [0, [], 0, Promise.resolve()];
  handler = new NodeCommandHandler({
    nodeId: 'w1',
    actions: {
      'node.drain': async () => {
        drains += 1;
        await hold;
        if (failures-- > 0) throw new Error('planted');
        return report(true);
      },
      'node.resume': async () => report(false),
      'broker.restart': async (payload) => {
        restarts.push(payload);
        return { ended: true };
      },
      'broker.look': async () => ({ looked: true }),
      'room.check': async () => ({ state: 'offline' }),
    },
  });
});

const command = (change: object = {}) => ({ id: randomUUID(), nodeId: 'w1', payload: {}, ...change });

describe('commands at a node', () => {
  it('are carried out once, however often they come, also at the same time', async () => {
    let release!: () => void;
    hold = new Promise((resolve) => (release = resolve));
    const drain = command();
    const both = [handler.handle('node.drain', drain), handler.handle('node.drain', drain)];
    release();
    const [first, second] = await Promise.all(both);
    expect(await handler.handle('node.drain', drain)).toEqual(first);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ outcome: 'done', id: drain.id, result: { draining: true } });
    expect(drains).toBe(1);
    await handler.handle('node.drain', command());
    expect(drains).toBe(2);
  });

  it('are refused when they are for another node, or make no sense', async () => {
    expect(await handler.handle('node.drain', command({ nodeId: 'w2' }))).toMatchObject({ code: 'COMMAND.WRONG_NODE' });
    for (const nonsense of [null, 'x', {}, { id: 'no uuid', nodeId: 'w1' }]) {
      expect(await handler.handle('node.drain', nonsense)).toMatchObject({ code: 'COMMAND.MALFORMED' });
    }
    const lacking = command({ payload: { streamerId: 'x' } });
    expect(await handler.handle('broker.restart', lacking)).toMatchObject({ code: 'COMMAND.MALFORMED' });
    expect([drains, restarts]).toEqual([0, []]);
  });

  it('that failed may be repeated under the same id', async () => {
    failures = 1;
    const drain = command();
    expect(await handler.handle('node.drain', drain)).toMatchObject({ outcome: 'refused', code: 'COMMAND.FAILED' });
    expect(await handler.handle('node.drain', drain)).toMatchObject({ outcome: 'done' });
  });

  it('are heard on channels of this node alone', () => {
    const channels: string[] = [];
    handler.register({ addHandler: (pattern) => void channels.push(pattern) });
    expect(channels).toEqual(NODE_COMMAND_NAMES.map((name) => `${name}@w1`));
  });

  it('forget the oldest id, and no newer one', async () => {
    const first = command();
    await handler.handle('node.drain', first);
    const last = command();
    for (let n = 0; n < 999; n++) await handler.handle('node.resume', command());
    await handler.handle('node.drain', last);
    await handler.handle('node.drain', last);
    expect(drains).toBe(2);
    await handler.handle('node.drain', first);
    expect(drains).toBe(3);
  });
});
