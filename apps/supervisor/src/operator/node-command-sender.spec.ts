import { of, NEVER, throwError, type Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { NodeCommand } from '#libs/contracts';
import { NodeCommandSender, NodeRefusedError, NodeSilentError } from './node-command-sender.js';

type Answer = (command: NodeCommand, nth: number) => Observable<unknown>;

function sender(answer: Answer) {
  const sent: { pattern: unknown; id: string }[] = [];
  const outcomes: string[] = [];
  const client = {
    send<R>(pattern: unknown, command: unknown): Observable<R> {
      sent.push({ pattern, id: (command as NodeCommand).id });
      return answer(command as NodeCommand, sent.length) as Observable<R>;
    },
  };
  const limits = { tryMs: 20, totalMs: 500 };
  return {
    sent,
    outcomes,
    sender: new NodeCommandSender(client, limits, (_command, outcome) => outcomes.push(outcome)),
  };
}
const ended = ({ id, nodeId }: NodeCommand) => of({ outcome: 'done', id, nodeId, result: { ended: true } });
const payload = { streamerId: '5600e838-26e8-4a61-a0a1-3d1d917efb35', generation: 2 };

describe('a command to a node', () => {
  it('is sent again under the same id, on the channel of that node, until it is acknowledged', async () => {
    const {
      sender: commands,
      sent,
      outcomes,
    } = sender((command, nth) => {
      if (nth === 1) return NEVER;
      return nth === 2 ? throwError(() => new Error('Connection closed')) : ended(command);
    });
    expect(await commands.send('broker.restart', 'w1', payload)).toEqual({ ended: true });
    expect(sent.map(({ pattern }) => pattern)).toEqual(Array(3).fill('broker.restart@w1'));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(outcomes).toEqual(['done']);
    await commands.send('broker.restart', 'w1', payload);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  });

  it('is given up within its time', async () => {
    const { sender: commands, sent, outcomes } = sender(() => NEVER);
    await expect(commands.send('node.drain', 'w1', {})).rejects.toThrow(NodeSilentError);
    expect(sent.length).toBeGreaterThan(1);
    expect(outcomes).toEqual(['silent']);
  });

  it('is not repeated when the node refuses', async () => {
    const {
      sender: commands,
      sent,
      outcomes,
    } = sender(({ id, nodeId }) =>
      of({ outcome: 'refused', id, nodeId, code: 'COMMAND.FAILED', text: 'It could not' }),
    );
    await expect(commands.send('node.drain', 'w1', {})).rejects.toThrow(NodeRefusedError);
    expect([sent.length, outcomes]).toEqual([1, ['refused']]);
  });

  it('does not take nonsense for an answer', async () => {
    const { sender: commands } = sender((_command, nth) => (nth === 1 ? of('nonsense') : of({ outcome: 'done' })));
    await expect(commands.send('node.drain', 'w1', {})).rejects.toThrow(NodeSilentError);
  });
});
