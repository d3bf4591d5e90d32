import {
  CaptionContent,
  Contributor,
  EmoteModel,
  EmojiEmoteWithIndex,
  MessageRedEnvelopInfo,
  Question,
  WebcastBarrageMessage,
  WebcastCaptionMessage,
  WebcastChatMessage,
  WebcastControlMessage,
  WebcastEmoteChatMessage,
  WebcastEnvelopeMessage,
  WebcastGiftMessage,
  WebcastLikeMessage,
  WebcastMemberMessage,
  WebcastQuestionNewMessage,
  WebcastRoomUserSeqMessage,
  WebcastSocialMessage,
  WebcastSubNotifyMessage,
} from 'tiktok-live-proto/v3';
import type { MessageCommonText } from 'tiktok-live-proto/v3';
import { PEOPLE } from '../lively/people.js';
import { create, encode } from '../wire/codec.js';
import type { Codec } from '../wire/codec.js';
import type { BuildContext } from './build-context.js';
import type { EventOf, UserSpec } from './event-spec.js';
import { commonData, displayText, giftModel, identity, image } from './model.js';

export interface Encoded {
  method: string;
  payload: Buffer;
}

/** Encodes a message with its common header. */
export function message<T extends { common: unknown }>(
  method: string,
  codec: Codec<T>,
  context: BuildContext,
  fields: Omit<Partial<T>, 'common'>,
  text?: MessageCommonText,
): Encoded {
  const { msgId, roomId, createTime } = context;
  const common = commonData({ method, msgId, roomId, createTime, ...(text ? { displayText: text } : {}) });
  return { method, payload: encode<T>(codec, { ...fields, common } as unknown as Partial<T>) };
}

/** Who an event is from when it does not say. */
const sender = (spec: { user?: UserSpec | undefined }): UserSpec => spec.user ?? PEOPLE[0];

export function chat(spec: EventOf<'chat'>, context: BuildContext): Encoded {
  const user = sender(spec);
  return message('WebcastChatMessage', WebcastChatMessage, context, {
    user: context.user(user),
    content: spec.text,
    contentLanguage: spec.language ?? 'en',
    userIdentity: identity(user),
    emotes: (spec.emotes ?? []).map((emote) =>
      create(EmojiEmoteWithIndex, {
        index: emote.index,
        emote: create(EmoteModel, { emoteId: emote.id, image: image(context.emoteImage(emote)) }),
      }),
    ),
  });
}

export function gift(spec: EventOf<'gift'>, context: BuildContext): Encoded {
  const user = sender(spec);
  const model = context.gift(spec.gift);
  const repeatCount = spec.repeatCount ?? 1;
  const from = context.user(user);
  return message(
    'WebcastGiftMessage',
    WebcastGiftMessage,
    context,
    {
      user: from,
      toUser: spec.toUser ? context.user(spec.toUser) : undefined,
      giftId: String(model.id),
      gift: giftModel(model, context.giftImage(model)),
      repeatCount,
      comboCount: repeatCount,
      groupCount: 1,
      fanTicketCount: repeatCount * model.diamondCount,
      repeatEnd: spec.repeatEnd ? 1 : 0,
      groupId: spec.groupId ?? ((model.type ?? 1) === 1 ? context.nextId() : '0'),
      userIdentity: identity(user, true),
    },
    displayText('webcast_aweme_gift_send_message', '{0:user} sent {1:gift} {2:string}', from),
  );
}

export function like(spec: EventOf<'like'>, context: BuildContext): Encoded {
  const user = context.user(sender(spec));
  const fields = { user, count: spec.count ?? 1, total: String(spec.total ?? spec.count ?? 1) };
  const text = displayText('pm_mt_msg_viewer', '{0:user} liked the LIVE', user);
  return message('WebcastLikeMessage', WebcastLikeMessage, context, fields, text);
}

export function member(spec: EventOf<'join'>, context: BuildContext): Encoded {
  const user = context.user(sender(spec));
  const fields = { user, memberCount: spec.memberCount ?? 1, action: 1, userId: user.id };
  const text = displayText('live_room_enter_toast', '{0:user} joined', user);
  return message('WebcastMemberMessage', WebcastMemberMessage, context, fields, text);
}

export function social(
  spec: { user?: UserSpec | undefined; followCount?: number | undefined; shareCount?: number | undefined },
  context: BuildContext,
  kind: { key: string; action: number },
): Encoded {
  const user = context.user(sender(spec));
  const fields = {
    user,
    action: String(kind.action),
    followCount: String(spec.followCount ?? 0),
    shareCount: spec.shareCount ?? 0,
  };
  return message(
    'WebcastSocialMessage',
    WebcastSocialMessage,
    context,
    fields,
    displayText(kind.key, '{0:user}', user),
  );
}

export function roomUser(spec: EventOf<'viewers'>, context: BuildContext): Encoded {
  const ranks = (spec.ranks ?? []).map((rank, index) =>
    create(Contributor, { user: context.user(rank.user), score: String(rank.coins), rank: String(index + 1) }),
  );
  return message('WebcastRoomUserSeqMessage', WebcastRoomUserSeqMessage, context, {
    total: String(spec.current),
    totalUser: String(spec.cumulative ?? spec.current),
    popularity: String(spec.current),
    ranks,
  });
}

export function subNotify(spec: EventOf<'subscribe'>, context: BuildContext): Encoded {
  const user = context.user(sender(spec));
  const text = displayText('pm_mt_sub_notify', '{0:user} subscribed', user);
  const fields = { user, subMonth: String(spec.months ?? 1), subscribingStatus: 1 };
  return message('WebcastSubNotifyMessage', WebcastSubNotifyMessage, context, fields, text);
}

export function subscribeBarrage(spec: EventOf<'subscribe'>, context: BuildContext): Encoded {
  const user = context.user(sender(spec));
  return barrage(spec, context, 4, displayText('pm_mt_sub_barrage', '{0:user} subscribed', user));
}

export function barrage(
  spec: { user?: UserSpec | undefined },
  context: BuildContext,
  msgType: number,
  content: MessageCommonText,
): Encoded {
  const user = context.user(sender(spec));
  return message('WebcastBarrageMessage', WebcastBarrageMessage, context, { user, msgType, content, duration: '4000' });
}

export function emote(spec: EventOf<'emote'>, context: BuildContext): Encoded {
  const user = sender(spec);
  return message('WebcastEmoteChatMessage', WebcastEmoteChatMessage, context, {
    user: context.user(user),
    userIdentity: identity(user),
    emoteList: [create(EmoteModel, { emoteId: spec.id, image: image(context.emoteImage(spec)) })],
  });
}

export function envelope(spec: EventOf<'envelope'>, context: BuildContext): Encoded {
  const user = sender(spec);
  return message('WebcastEnvelopeMessage', WebcastEnvelopeMessage, context, {
    display: spec.display === 'hide' ? 2 : 1,
    envelopeInfo: create(MessageRedEnvelopInfo, {
      envelopeId: spec.envelopeId ?? context.nextId(),
      businessType: 1,
      diamondCount: spec.diamonds ?? 20,
      peopleCount: spec.people ?? 5,
      sendUserId: user.id,
      sendUserName: user.name,
      sendUserAvatar: image(context.avatar(user)),
      createAt: String(Math.floor(context.createTime / 1000)),
      unpackAt: Math.floor(context.createTime / 1000) + 60,
      roomId: context.roomId,
    }),
  });
}

export function question(spec: EventOf<'question'>, context: BuildContext): Encoded {
  const data = create(Question, {
    questionId: context.nextId(),
    content: spec.text,
    createTime: String(Math.floor(context.createTime / 1000)),
    user: context.user(sender(spec)),
    createFrom: 1,
  });
  return message('WebcastQuestionNewMessage', WebcastQuestionNewMessage, context, { data });
}

export function caption(spec: EventOf<'caption'>, context: BuildContext): Encoded {
  return message('WebcastCaptionMessage', WebcastCaptionMessage, context, {
    timestampMs: String(context.createTime),
    durationMs: '2500',
    content: [create(CaptionContent, { lang: spec.language ?? 'en', content: spec.text })],
    sentenceId: context.nextId(),
    definite: true,
  });
}

export function control(spec: EventOf<'control'>, context: BuildContext): Encoded {
  return message('WebcastControlMessage', WebcastControlMessage, context, { action: spec.action });
}
