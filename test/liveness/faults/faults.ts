import type {
  DisturbanceSpec,
  EventSpec,
  FailureSpec,
  SimulatedRoom,
} from '../../../apps/tiktok-simulator/src/index.js';

/** One thing that goes wrong in the simulator. Every one meets a broker that is connected to a live room. */
export interface Fault {
  name: string;
  strike(room: SimulatedRoom): void;
  /** Ends it. Absent: it happens once. */
  lift?(room: SimulatedRoom): void;
  /** Ends it after so long, ms, or as soon as the broker has noticed. */
  lasts: number | 'until noticed';
  /** What a broker must make of it: nothing, come back live, or find that the stream is over. */
  ends: 'stays live' | 'live again' | 'offline';
}

const HOLD_MS = 30_000;

/** A condition that the broker meets because its connection breaks at the same moment. */
function onReconnect(spec: FailureSpec, note = ''): Fault {
  return {
    name: `\`${spec.kind}\`${note}`,
    strike: (room) => {
      room.fail(spec);
      room.disturb({ kind: 'terminate' });
    },
    lift: (room) => room.clearFailures(),
    lasts: HOLD_MS,
    ends: 'live again',
  };
}

function whileConnected(spec: FailureSpec, ends: Fault['ends'], events: EventSpec[] = []): Fault {
  return {
    name: `\`${spec.kind}\``,
    strike: (room) => {
      room.fail(spec);
      if (events.length > 0) room.send(events);
    },
    lift: (room) => room.clearFailures(),
    lasts: ends === 'stays live' ? HOLD_MS : 'until noticed',
    ends,
  };
}

function accident(spec: DisturbanceSpec, ends: Fault['ends'] = 'stays live'): Fault {
  const note = 'count' in spec ? ` (${spec.count})` : '';
  return { name: `\`${spec.kind}\`${note}`, strike: (room) => room.disturb(spec), lasts: 0, ends };
}

const rose: EventSpec = { type: 'gift', gift: 'Rose', groupId: '5', repeatCount: 3, repeatEnd: true };

export const FAULTS: readonly Fault[] = [
  accident({ kind: 'reset' }, 'live again'),
  accident({ kind: 'terminate' }, 'live again'),
  accident({ kind: 'close' }, 'live again'),
  whileConnected({ kind: 'silent' }, 'live again'),
  whileConnected({ kind: 'half-open' }, 'live again'),
  whileConnected({ kind: 'no-keep-alive' }, 'stays live'),
  {
    name: 'stream ends',
    strike: (room) => room.goOffline(),
    lasts: 0,
    ends: 'offline',
  },
  { name: 'stream is suspended', strike: (room) => room.goOffline({ action: 4 }), lasts: 0, ends: 'offline' },
  {
    name: 'stream ends, and nobody is told',
    strike: (room) => room.goOffline({ announce: false }),
    lasts: 0,
    ends: 'offline',
  },
  {
    name: 'stream is paused',
    strike: (room) => room.pause(),
    lift: (room) => room.resume(),
    lasts: HOLD_MS,
    ends: 'stays live',
  },
  { ...onReconnect({ kind: 'offline' }, ' (TikTok says so for 30 s)'), ends: 'live again' },
  onReconnect({ kind: 'not-found' }, ' (TikTok says so for 30 s)'),
  onReconnect({ kind: 'captcha' }),
  onReconnect({ kind: 'captcha', empty: true }, ' (empty page)'),
  onReconnect({ kind: 'web-outage', status: 403 }, ' (403)'),
  onReconnect({ kind: 'web-outage' }, ' (503)'),
  onReconnect({ kind: 'web-hung' }),
  onReconnect({ kind: 'age-restricted' }),
  onReconnect({ kind: 'rate-limited', retryAfterSeconds: 30 }, ' (for 30 s)'),
  onReconnect({ kind: 'rate-limited', html: true }, ' (unreadable)'),
  onReconnect({ kind: 'sign-outage' }),
  onReconnect({ kind: 'sign-hung' }),
  onReconnect({ kind: 'sign-dropped' }),
  onReconnect({ kind: 'sign-garbage' }),
  onReconnect({ kind: 'sign-empty-push-server' }),
  onReconnect({ kind: 'sign-missing-cursor' }),
  onReconnect({ kind: 'sign-missing-cookies' }),
  onReconnect({ kind: 'sign-refused', status: 401 }, ' (401)'),
  onReconnect({ kind: 'sign-refused', status: 402 }, ' (402)'),
  onReconnect({ kind: 'gift-list-refused' }),
  onReconnect({ kind: 'upgrade-blocked' }),
  onReconnect({ kind: 'upgrade-hung' }),
  onReconnect({ kind: 'duplicates' }),
  whileConnected({ kind: 'streaks-never-end' }, 'stays live', [{ ...rose, repeatEnd: false }]),
  whileConnected({ kind: 'streaks-end-twice' }, 'stays live', [rose, rose]),
  accident({ kind: 'malformed-frame' }),
  accident({ kind: 'truncated-frame' }),
  accident({ kind: 'undecodable-message', count: 5 }),
  accident({ kind: 'unknown-method', count: 5 }),
  accident({ kind: 'out-of-order-burst' }),
  accident({ kind: 'duplicates', count: 20 }),
  accident({ kind: 'streak', end: 'never' }),
];
