import type { User } from 'tiktok-live-proto/v3';
import { findGift } from '../lively/gift-catalog.js';
import type { PictureUrls } from '../pictures/picture-urls.js';
import type { Snowflake } from '../wire/snowflake.js';
import type { WireMessage } from '../wire/wire-message.js';
import { buildBattle, buildArmies } from './battle-messages.js';
import * as build from './builders.js';
import type { BuildContext } from './build-context.js';
import type { EventSpec, GiftSpec, UserSpec } from './event-spec.js';
import { displayText, userModel } from './model.js';

export interface MessageFactoryOptions {
  snowflake: Snowflake;
  pictures: PictureUrls;
  roomId: () => string;
  now: () => number;
}

/** Turns named events into encoded WebCast messages with fresh, rising ids. */
export class MessageFactory {
  private readonly users = new WeakMap<UserSpec, User>();

  constructor(private readonly options: MessageFactoryOptions) {}

  /** Encodes one event. Throws when it names a gift that the catalogue does not have. */
  build(spec: EventSpec): WireMessage {
    const msgId = spec.msgId ?? this.options.snowflake.next();
    if (spec.type === 'raw') return { method: spec.method, msgId, payload: Buffer.from(spec.payload, 'base64') };
    const context: BuildContext = {
      msgId,
      roomId: spec.roomId ?? this.options.roomId(),
      createTime: spec.createTime ?? this.options.now(),
      user: (user) => this.user(user),
      gift: resolveGift,
      giftImage: (gift) => gift.image ?? this.options.pictures.gift(gift.id),
      emoteImage: (emote) => emote.image ?? this.options.pictures.emote(emote.id),
      avatar: (user) => user.avatar ?? this.options.pictures.avatar(user),
      nextId: () => this.options.snowflake.next(),
    };
    return { msgId, ...encodeSpec(spec, context) };
  }

  private user(spec: UserSpec): User {
    const known = this.users.get(spec);
    if (known) return known;
    const user = userModel(spec, spec.avatar ?? this.options.pictures.avatar(spec));
    this.users.set(spec, user);
    return user;
  }
}

function encodeSpec(spec: Exclude<EventSpec, { type: 'raw' }>, context: BuildContext): build.Encoded {
  switch (spec.type) {
    case 'chat':
      return build.chat(spec, context);
    case 'gift':
      return build.gift(spec, context);
    case 'like':
      return build.like(spec, context);
    case 'join':
      return build.member(spec, context);
    case 'follow':
      return build.social(spec, context, { key: 'pm_main_follow_message_viewer_2', action: 1 });
    case 'share':
      return build.social(spec, context, { key: 'pm_mt_guidance_share', action: 3 });
    case 'social':
      return build.social(spec, context, spec);
    case 'viewers':
      return build.roomUser(spec, context);
    case 'subscribe':
      return spec.via === 'barrage' ? build.subscribeBarrage(spec, context) : build.subNotify(spec, context);
    case 'barrage':
      return build.barrage(spec, context, spec.msgType, displayText(spec.key ?? '', spec.text ?? ''));
    case 'battle':
      return buildBattle(spec, context);
    case 'armies':
      return buildArmies(spec, context);
    case 'emote':
      return build.emote(spec, context);
    case 'envelope':
      return build.envelope(spec, context);
    case 'question':
      return build.question(spec, context);
    case 'caption':
      return build.caption(spec, context);
    case 'control':
      return build.control(spec, context);
  }
}

function resolveGift(ref: GiftSpec | number | string): GiftSpec {
  if (typeof ref === 'object') return ref;
  const gift = findGift(ref);
  if (!gift) {
    throw new RangeError(`no gift '${ref}' in the simulator's catalogue; give {id, name, diamondCount, type} instead`);
  }
  return gift;
}
