import type { FailureBook } from '../failures/failure-book.js';
import type { FailureOf } from '../failures/failure-spec.js';
import { GIFT_CATALOG } from '../lively/gift-catalog.js';
import type { SimulatedRoom } from '../room.js';
import { HANG, html, json } from './answer.js';
import type { Answer } from './answer.js';
import type { Backend, Call } from './request-call.js';

const LIVE = 2;
const OFFLINE = 4;
const USER_NOT_FOUND = 19_881_007;
const AGE_RESTRICTED = 4_003_110;

type WebFailure = FailureOf<'captcha' | 'web-outage' | 'web-hung' | 'not-found' | 'offline' | 'age-restricted'>;

/** The routes of the web host and the webcast host; none of them needs a signature but the gift list. */
export class WebRoutes {
  constructor(private readonly backend: Backend) {}

  /** `GET /@NAME/live` */
  livePage(handle: string): Answer {
    const room = this.backend.findRoom(handle);
    const failure = this.take(room, ['captcha', 'web-outage', 'web-hung', 'not-found', 'offline']);
    this.backend.counters.record('live.page', { handle, outcome: failure?.kind ?? 'ok' });
    const broken = brokenWeb(failure, 'page');
    if (broken) return broken;
    if (!room || failure?.kind === 'not-found') return html(200, page({}));
    const status = liveStatus(room, failure);
    return html(
      200,
      page({ LiveRoom: { loadingState: {}, liveRoomStatus: 1, liveRoomUserInfo: this.userInfo(room, status) } }),
    );
  }

  /** `GET /api-live/user/room/` */
  apiLive(call: Call): Answer {
    const handle = call.url.searchParams.get('uniqueId') ?? '';
    const room = this.backend.findRoom(handle);
    const failure = this.take(room, ['captcha', 'web-outage', 'web-hung', 'not-found', 'offline']);
    this.backend.counters.record('live.api', { handle, outcome: failure?.kind ?? 'ok' });
    const broken = brokenWeb(failure, 'api');
    if (broken) return broken;
    if (!room || failure?.kind === 'not-found') {
      return json(200, { data: {}, message: 'user_not_found', statusCode: USER_NOT_FOUND });
    }
    return json(200, { data: this.userInfo(room, liveStatus(room, failure)), message: '', statusCode: 0 });
  }

  /** `GET /webcast/room/info/` */
  roomInfo(call: Call): Answer {
    const roomId = call.url.searchParams.get('room_id') ?? '';
    const room = this.backend.findRoomById(roomId);
    const failure = this.take(room, ['web-outage', 'web-hung', 'age-restricted', 'offline']);
    this.backend.counters.record('live.room-info', { handle: room?.handle, outcome: failure?.kind ?? 'ok' });
    const broken = brokenWeb(failure, 'api');
    if (broken) return broken;
    if (failure?.kind === 'age-restricted') {
      const message = 'This content is age-restricted.';
      return json(200, { data: { message, prompts: message }, extra: {}, status_code: AGE_RESTRICTED });
    }
    if (!room) return json(200, { data: { message: 'room not found' }, extra: {}, status_code: 30_003 });
    return json(200, {
      data: this.roomData(room, roomId, failure),
      extra: { now: this.backend.now() },
      status_code: 0,
    });
  }

  /** `GET /webcast/gift/list/`, signed: it refuses an address without `X-Bogus`. */
  giftList(call: Call): Answer {
    const room = this.backend.findRoomById(call.url.searchParams.get('room_id') ?? '');
    const refused = this.take(room, ['gift-list-refused']) !== undefined || !call.url.searchParams.has('X-Bogus');
    this.backend.counters.record('gift.list', { handle: room?.handle, outcome: refused ? 'refused' : 'ok' });
    if (refused) return json(403, { status_code: 403, message: 'signature required' });
    const gifts = GIFT_CATALOG.map((gift) => ({
      id: gift.id,
      name: gift.name,
      diamond_count: gift.diamondCount,
      type: gift.type,
      combo: gift.combo,
      image: { url_list: [this.backend.giftUrl(gift.id)] },
    }));
    return json(200, { status_code: 0, data: { gifts } });
  }

  private take<K extends WebFailure['kind'] | 'gift-list-refused'>(
    room: SimulatedRoom | undefined,
    kinds: readonly K[],
  ): FailureOf<K> | undefined {
    const book: FailureBook = room?.failures ?? this.backend.failures;
    return book.take(kinds);
  }

  private userInfo(room: SimulatedRoom, status: number): object {
    const avatar = this.backend.avatarUrl(room);
    return {
      user: {
        id: room.host.id,
        uniqueId: room.handle,
        nickname: room.host.name,
        avatarThumb: avatar,
        avatarMedium: avatar,
        avatarLarger: avatar,
        roomId: room.roomId,
        status,
        verified: false,
        signature: '',
      },
      stats: { followingCount: 12, followerCount: 34_567 },
      liveRoom: {
        title: `${room.host.name} is live`,
        status,
        startTime: Math.floor(room.startedAt / 1000),
        liveRoomMode: 0,
      },
    };
  }

  private roomData(room: SimulatedRoom, roomId: string, failure: WebFailure | undefined): object {
    // Room info answers for the id that was asked for: an older session's room is over.
    const status = roomId === room.roomId ? liveStatus(room, failure) : OFFLINE;
    return {
      id: Number(roomId),
      id_str: roomId,
      status,
      title: `${room.host.name} is live`,
      create_time: Math.floor(room.startedAt / 1000),
      user_count: room.sockets.size,
      like_count: 0,
      owner: {
        id_str: room.host.id,
        display_id: room.handle,
        nickname: room.host.name,
        avatar_thumb: { url_list: [this.backend.avatarUrl(room)] },
      },
      stats: { total_user: room.sockets.size, like_count: 0 },
    };
  }
}

function liveStatus(room: SimulatedRoom, failure: WebFailure | undefined): number {
  return room.status === 'live' && failure?.kind !== 'offline' ? LIVE : OFFLINE;
}

function brokenWeb(failure: WebFailure | undefined, target: 'page' | 'api'): Answer | undefined {
  switch (failure?.kind) {
    case 'web-hung':
      return HANG;
    case 'web-outage':
      return html(failure.status ?? 503, '<html><body>Service Unavailable</body></html>');
    case 'captcha':
      if (failure.empty || target === 'api') return html(200, '');
      return html(200, '<html><head><title>Please verify</title></head><body id="captcha_container"></body></html>');
    default:
      return undefined;
  }
}

/** The state JSON is one line in a script tag; `<` is escaped so that no name can end the tag. */
function page(state: object): string {
  const data = JSON.stringify({ AppContext: {}, ...state }).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html><html><head><title>LIVE</title></head><body><script id="SIGI_STATE" type="application/json">${data}</script></body></html>`;
}
