import type { FailureKind, FailureOf } from '../failures/failure-spec.js';
import type { SimulatedRoom } from '../room.js';
import { encodeFetchResult } from '../wire/push-frame.js';
import { DROP, HANG, html, json } from './answer.js';
import type { Answer } from './answer.js';
import { signKey } from './request-call.js';
import type { Call, SignBackend } from './request-call.js';

export const PUSH_PATH = '/webcast/im/ws_proxy/ws_reuse_supplement/';

const OUTAGES = ['rate-limited', 'sign-outage', 'sign-hung', 'sign-dropped', 'sign-refused'] as const;
const BAD_BODIES = ['sign-garbage', 'sign-empty-push-server', 'sign-missing-cursor', 'sign-missing-cookies'] as const;
type SignFailure = FailureOf<(typeof OUTAGES)[number] | (typeof BAD_BODIES)[number]>;

const HTML_BODY = '<html><head><title>Error</title></head><body><h1>Error</h1></body></html>';
/** Shorter messages make the client's own message formatter throw a RangeError. */
const REFUSAL = 'Your API key or plan does not permit this request. Please check your account.';

/** The sign server's routes. `connect` is the one that costs quota. */
export class SignRoutes {
  constructor(private readonly backend: SignBackend) {}

  /** `GET /webcast/rooms/ROOMID/connect` */
  connect(call: Call, roomId: string): Answer {
    const room = this.backend.findRoomById(roomId);
    const key = signKey(call);
    const failure = this.take(room, [...OUTAGES, ...BAD_BODIES], key) ?? this.overQuota(key);
    this.backend.counters.record('sign.connect', { handle: room?.handle, key, outcome: failure?.kind ?? 'ok' });
    const refused = this.refusal(failure);
    if (refused) return refused;
    if (!room) return json(404, { code: 404, message: `Room ${roomId} is not known to the sign server.` });
    return this.signed(call, room, failure);
  }

  /** `GET /webcast/anchors/NAME/room_id`, the client's last resort. */
  roomId(call: Call, handle: string): Answer {
    const room = this.backend.findRoom(handle);
    const key = signKey(call);
    const book = this.backend.failuresOf(room);
    // A captcha stands for "TikTok blocks this address": the fallback would need a plan, so it refuses.
    const blocked = book.active('captcha') ?? book.active('web-outage') ?? book.active('not-found');
    const failure = this.take(room, OUTAGES, key) ?? this.overQuota(key);
    const outcome = failure?.kind ?? blocked?.kind ?? 'ok';
    this.backend.counters.record('sign.room-id', { handle, key, outcome });
    const refused = this.refusal(failure);
    if (refused) return refused;
    if (!room || blocked?.kind === 'not-found') {
      return json(404, { code: 404, ok: false, message: 'user_not_found', room_id: null, is_live: false });
    }
    if (blocked) return json(403, { code: 403, ok: false, message: REFUSAL });
    return json(200, { code: 200, ok: true, message: 'ok', room_id: room.roomId, is_live: room.status === 'live' });
  }

  /** `POST /tiktok/sign_url` */
  signUrl(call: Call, body: unknown): Answer {
    const target = new URL(readUrl(body));
    const room = this.backend.findRoomById(target.searchParams.get('room_id') ?? '');
    const key = signKey(call);
    const failure = this.take(room, OUTAGES, key) ?? this.overQuota(key);
    this.backend.counters.record('sign.url', { handle: room?.handle, key, outcome: failure?.kind ?? 'ok' });
    const refused = this.refusal(failure);
    if (refused) return refused;
    const bogus = `sim${this.backend.now().toString(36)}`;
    target.searchParams.set('X-Bogus', bogus);
    return json(200, { code: 200, response: { signedUrl: target.href, tokens: { 'X-Bogus': bogus } } });
  }

  private signed(call: Call, room: SimulatedRoom, failure: SignFailure | undefined): Answer {
    const { pushHost } = this.backend;
    const now = this.backend.now();
    const body = encodeFetchResult(room.initialBatch(), {
      cursor: failure?.kind === 'sign-missing-cursor' ? '' : `t-${now}_r-1_d-1_u-1_h-1`,
      now,
      needAck: false,
      pushServer: failure?.kind === 'sign-empty-push-server' ? '' : `ws://${pushHost(call.host)}${PUSH_PATH}`,
      routeParams: { imprp: 'simulator', wrss: this.backend.grants.issue(room.roomId) },
      isFirst: true,
    });
    const headers: Record<string, string> = {
      'content-type': 'application/protobuf',
      'x-room-id': room.roomId,
      'x-request-id': `sim-${now.toString(36)}`,
      'x-agent-id': 'simulator',
    };
    if (failure?.kind !== 'sign-missing-cookies') headers['x-set-tt-cookie'] = 'ttwid=simulated; Path=/';
    return { status: 200, headers, body: failure?.kind === 'sign-garbage' ? Buffer.from('not a protobuf body') : body };
  }

  private take<K extends FailureKind>(room: SimulatedRoom | undefined, kinds: readonly K[], key: string | undefined) {
    return this.backend.failuresOf(room).take(kinds, key);
  }

  private overQuota(key: string | undefined): FailureOf<'rate-limited'> | undefined {
    const over = this.backend.quotas.spend(key);
    return over && { kind: 'rate-limited', ...over };
  }

  private refusal(failure: SignFailure | undefined): Answer | undefined {
    switch (failure?.kind) {
      case 'sign-hung':
        return HANG;
      case 'sign-dropped':
        return DROP;
      case 'sign-outage': {
        const status = failure.status ?? 503;
        return failure.html ? html(status, HTML_BODY) : json(status, { code: status, message: 'Sign server outage.' });
      }
      case 'sign-refused':
        if (failure.html) return html(failure.status, HTML_BODY);
        return json(failure.status, { code: failure.status, message: failure.message ?? REFUSAL });
      case 'rate-limited':
        return this.rateLimited(failure);
      default:
        return undefined;
    }
  }

  private rateLimited(failure: FailureOf<'rate-limited'>): Answer {
    const retryAfter = failure.retryAfterSeconds ?? 60;
    const resetAt = failure.resetAt ?? this.backend.now() + retryAfter * 1000;
    const headers = {
      'retry-after': String(retryAfter),
      'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
      'x-ratelimit-remaining': '0',
      'x-log-id': 'simulator',
    };
    if (failure.html) return html(429, HTML_BODY, headers);
    const message = 'You have reached the rate limit of your plan. Please wait before you try again.';
    return json(429, { code: 429, message, limit_label: failure.label ?? 'minute' }, headers);
  }
}

function readUrl(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'url' in body && typeof body.url === 'string') return body.url;
  throw new TypeError('sign_url needs a JSON body with "url"');
}
