import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientMessage, Position, ServerMessage, Welcome } from '#libs/contracts';
import { SocketClient, type Wire } from './socket-client.js';
import { TestingClock } from './testing-clock.js';

class TestingWire implements Wire {
  readyState = 0;
  readonly sent: ClientMessage[] = [];
  closed = false;
  onmessage: Wire['onmessage'] = null;
  onopen: Wire['onopen'] = null;
  onclose: Wire['onclose'] = null;

  send(text: string): void {
    const message: ClientMessage = JSON.parse(text);
    this.sent.push(message);
  }
  close(): void {
    this.closed = true;
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }
  say(message: ServerMessage): void {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
  end(code: number): void {
    this.onclose?.(new CloseEvent('close', { code }));
  }
  last(event: ClientMessage['event']): ClientMessage | undefined {
    return this.sent.findLast((message) => message.event === event);
  }
}

const none = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const board = { coins: [], likes: [] };
function welcome(position: Position): { event: 'welcome'; data: Welcome } {
  const data: Welcome = {
    v: 1,
    position,
    widget: { type: 'gifts', id: 'gifts', settings: {}, rev: 1 },
    snapshot: {
      offset: position.offset,
      totals: { session: none, today: none, allTime: none },
      goals: [],
      leaderboard: { session: board, allTime: board },
      latest: {},
      recent: [],
    },
    source: { state: 'live', since: 0 },
    control: { paused: false, muted: false, seq: 0 },
    missed: [],
  };
  return { event: 'welcome', data };
}

describe('SocketClient', () => {
  let clock: TestingClock;
  let wires: TestingWire[];
  let heard: string[];
  let client: SocketClient;

  function connect(preview = false): TestingWire {
    client = new SocketClient(
      {
        boot: { key: 'k', widget: 'gifts', preview },
        page: 'page-1',
        connect: () => {
          const wire = new TestingWire();
          wires.push(wire);
          return wire;
        },
        clock,
        random: () => 0.5,
        started: () => ['seen'],
      },
      {
        welcome: ({ position }) => heard.push(`welcome ${position.offset}`),
        message: (message) => heard.push(message.event === 'events' ? `events ${message.data.to}` : message.event),
        blank: () => heard.push('blank'),
      },
    );
    client.start();
    return latest();
  }
  function latest(): TestingWire {
    const wire = wires.at(-1);
    if (!wire) throw new Error('nothing was connected');
    return wire;
  }

  beforeEach(() => {
    clock = new TestingClock();
    wires = [];
    heard = [];
  });

  it('says hello, follows the log, and resumes from its position', () => {
    const wire = connect();
    wire.open();
    expect(wire.sent).toEqual([
      { event: 'hello', data: { v: 1, key: 'k', widget: 'gifts', page: 'page-1', started: ['seen'] } },
    ]);
    wire.say(welcome({ epoch: 'e', offset: 7 }));
    wire.say({ event: 'events', data: { from: 7, to: 9, items: [] } });
    wire.end(1006);
    clock.pass(1500);
    latest().open();
    expect(latest().last('hello')).toMatchObject({ data: { position: { epoch: 'e', offset: 9 } } });
    expect(heard).toEqual(['welcome 7', 'events 9']);
  });

  it('greets again when something is missing, and ignores events until it is welcome', () => {
    const wire = connect();
    wire.open();
    wire.say(welcome({ epoch: 'e', offset: 0 }));
    clock.pass(2000);
    wire.say({ event: 'events', data: { from: 3, to: 4, items: [] } });
    clock.pass(1);
    expect(wire.last('hello')).toMatchObject({ data: { position: { epoch: 'e', offset: 0 } } });
    wire.say({ event: 'events', data: { from: 0, to: 5, items: [] } });
    expect(heard).toEqual(['welcome 0']);
    wire.say(welcome({ epoch: 'e', offset: 0 }));
    wire.say({ event: 'events', data: { from: 0, to: 5, items: [] } });
    expect(heard).toEqual(['welcome 0', 'welcome 0', 'events 5']);
  });

  it('does not greet in a tight loop', () => {
    const wire = connect();
    wire.open();
    for (let i = 0; i < 50; i += 1) {
      wire.say(welcome({ epoch: 'e', offset: 0 }));
      wire.say({ event: 'events', data: { from: 3, to: 4, items: [] } });
      clock.pass(100);
    }
    expect(wire.sent.filter(({ event }) => event === 'hello').length).toBeLessThanOrEqual(7);
  });

  it('follows a snapshot into a new epoch', () => {
    const wire = connect();
    wire.open();
    const greeting = welcome({ epoch: 'e', offset: 3 });
    wire.say(greeting);
    wire.say({
      event: 'snapshot',
      data: { ...greeting.data.snapshot, position: { epoch: 'f', offset: 1 }, missed: [] },
    });
    wire.say({ event: 'events', data: { from: 1, to: 2, items: [] } });
    expect(heard).toEqual(['welcome 3', 'snapshot', 'events 2']);
  });

  it.each([4401, 4404])('shows nothing and stops after %i', (code) => {
    connect().open();
    latest().end(code);
    clock.pass(3_600_000);
    expect(heard).toEqual(['blank']);
    expect(wires).toHaveLength(1);
  });

  it('tries once in five minutes after 4402', () => {
    connect().open();
    latest().end(4402);
    clock.pass(299_000);
    expect(wires).toHaveLength(1);
    clock.pass(2000);
    expect(wires).toHaveLength(2);
  });

  it('gives up a connection that is silently dead', () => {
    const wire = connect();
    wire.open();
    wire.say(welcome({ epoch: 'e', offset: 0 }));
    clock.pass(15_000);
    expect(wire.last('ping')).toBeDefined();
    wire.say({ event: 'pong', data: {} });
    clock.pass(25_000);
    expect(wires).toHaveLength(1);
    clock.pass(12_000);
    expect(wire.closed).toBe(true);
    expect(wires).toHaveLength(2);
  });

  it('keeps acknowledgements until somebody can take them, in order', () => {
    const wire = connect();
    client.acknowledge('started', ['a', 'b']);
    client.acknowledge('shown', ['a']);
    wire.open();
    expect(wire.sent).toHaveLength(1);
    wire.say(welcome({ epoch: 'e', offset: 0 }));
    expect(wire.sent.slice(1)).toEqual([
      { event: 'started', data: { ids: ['a', 'b'] } },
      { event: 'shown', data: { ids: ['a'] } },
    ]);
  });

  it('acknowledges nothing in a preview', () => {
    const wire = connect(true);
    wire.open();
    wire.say(welcome({ epoch: 'e', offset: 0 }));
    client.acknowledge('started', ['a']);
    expect(wire.sent).toEqual([
      { event: 'hello', data: { v: 1, key: 'k', widget: 'gifts', page: 'page-1', preview: true } },
    ]);
  });

  it('survives messages that it does not know', () => {
    const wire = connect();
    wire.open();
    for (const data of ['{', '[]', '"x"', '{"event":"party","data":{}}', '{"event":"events"}']) {
      wire.onmessage?.(new MessageEvent('message', { data }));
    }
    wire.say(welcome({ epoch: 'e', offset: 0 }));
    expect(heard).toEqual(['welcome 0']);
  });
});
