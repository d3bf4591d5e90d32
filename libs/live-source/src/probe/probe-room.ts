import { fetchRoomInfoFromHtmlRoute, fetchRoomInfoRoute, validateAndNormalizeUniqueId } from 'tiktok-live-connector';
import type { WebcastHttpClient } from 'tiktok-live-connector';
import { LiveSourceError } from '#libs/domain';
import type { RoomProbe, RoomSight } from '#libs/domain';
import type { TikTokHosts } from '../connection/web-client.js';
import { unsignedWebClient } from '../connection/web-client.js';
import { record, status, text } from './fields.js';
import { classifyProbeErrors } from './probe-errors.js';

/** `status` of a room whose stream is over; every other one is on the air, paused ones included. */
const OVER = 4;
/** `statusCode` and `status_code`: no such user; the room's stream is over. */
const USER_NOT_FOUND = 19_881_007;
const ROOM_FINISHED = 30_003;

/** What a page says of a streamer's room. */
interface Sighting {
  roomId?: string;
  status?: number;
  about: About;
}
type About = Omit<RoomSight, 'probe'>;

/** What room info says. */
interface Info {
  onAir: boolean;
  about: About;
}

/**
 * Whether a streamer is live, and in which room, from pages that need no signature: one request for who is offline,
 * two for who is live. Rejects with LiveSourceError: `user-not-found`, `address-blocked`, `transient`.
 */
export async function probeRoom(
  handle: string,
  hosts: TikTokHosts,
  signal: AbortSignal,
  onRequest?: () => void,
): Promise<RoomProbe> {
  return (await describeRoom(handle, hosts, signal, onRequest)).probe;
}

/** The same look, with what it tells of who it is. */
export async function describeRoom(
  handle: string,
  hosts: TikTokHosts,
  signal: AbortSignal,
  onRequest?: () => void,
): Promise<RoomSight> {
  const web = unsignedWebClient(hosts, signal, onRequest);
  const name = encodeURIComponent(validateAndNormalizeUniqueId(handle));
  const { roomId, status: seen, about } = await sight(web, name, signal);
  if (roomId === undefined) return { ...about, probe: { state: 'offline' } };
  if (seen === OVER) return { ...about, probe: { state: 'offline', roomId } };
  const info = await roomInfo(web, roomId, seen, signal);
  return { ...about, ...info.about, probe: { state: info.onAir ? 'live' : 'offline', roomId } };
}

async function sight(web: WebcastHttpClient, name: string, signal: AbortSignal): Promise<Sighting> {
  const errors: unknown[] = [];
  for (const look of [sightOnPage, sightByApi]) {
    try {
      return await look(web, name);
    } catch (error) {
      errors.push(error);
      if (signal.aborted) break;
    }
  }
  throw classifyProbeErrors(errors, signal);
}

async function sightOnPage(web: WebcastHttpClient, name: string): Promise<Sighting> {
  return toSighting(await fetchRoomInfoFromHtmlRoute({ webClient: web, uniqueId: name }));
}

async function sightByApi(web: WebcastHttpClient, name: string): Promise<Sighting> {
  const params = { ...web.clientParams, uniqueId: decodeURIComponent(name), sourceType: '54' };
  const answer = record(await web.getJsonObjectFromTikTokApi('api-live/user/room/', params));
  if (status(answer['statusCode']) === USER_NOT_FOUND) {
    throw new LiveSourceError('user-not-found', 'TikTok knows no such user.');
  }
  // A captcha's answer is empty; so is one for an address that TikTok does not like.
  if (!('data' in answer)) throw new LiveSourceError('address-blocked', 'TikTok answered with an empty body.');
  if (status(answer['statusCode'])) {
    throw new LiveSourceError('transient', `TikTok answered ${status(answer['statusCode'])}.`);
  }
  return toSighting(answer['data']);
}

function toSighting(found: unknown): Sighting {
  const user = record(record(found)['user']);
  const roomId = text(user['roomId']);
  const onAir = status(record(record(found)['liveRoom'])['status']) ?? status(user['status']);
  return {
    ...(roomId === undefined || roomId === '0' ? {} : { roomId }),
    ...(onAir === undefined ? {} : { status: onAir }),
    about: aboutOf(text(user['nickname']), text(user['avatarMedium']) ?? text(user['avatarThumb'])),
  };
}

/** A picture from anywhere else than the web is none. */
function aboutOf(name: string | undefined, avatar: string | undefined, viewers?: number): About {
  const picture = avatar !== undefined && /^https?:\/\/\S{1,2000}$/.test(avatar) ? avatar : undefined;
  return {
    ...(name === undefined ? {} : { name: name.slice(0, 128) }),
    ...(picture === undefined ? {} : { avatar: picture }),
    ...(viewers === undefined || viewers < 0 ? {} : { viewers }),
  };
}

/** Pages are cached for a while; room info is not. Of an age-restricted room it tells nothing but its error code. */
async function roomInfo(
  web: WebcastHttpClient,
  roomId: string,
  seen: number | undefined,
  signal: AbortSignal,
): Promise<Info> {
  try {
    const info = record(await fetchRoomInfoRoute({ webClient: web, roomId }));
    const data = record(info['data']);
    const told = status(data['status']);
    if (told !== undefined)
      return { onAir: told !== OVER, about: aboutOf(undefined, undefined, status(data['user_count'])) };
    if (status(info['status_code']) === ROOM_FINISHED) return { onAir: false, about: {} };
    if (status(info['status_code'])) return { onAir: true, about: {} };
    throw new LiveSourceError('address-blocked', 'Room info came without content.');
  } catch (error) {
    // The page said that the room is on the air: connecting will tell for sure.
    if (seen !== undefined && !signal.aborted) return { onAir: true, about: {} };
    throw classifyProbeErrors([error], signal);
  }
}
