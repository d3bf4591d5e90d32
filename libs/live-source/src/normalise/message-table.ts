import type { DecodedData } from 'tiktok-live-connector';
import { control, like, member, roomUserSeq, social } from './audience.js';
import { caption, chat, emoteChat, questionNew } from './chat.js';
import { gift } from './gift.js';
import type { Normaliser } from './outcome.js';
import { envelope, linkMicArmies, linkMicBattle } from './room.js';
import { barrage, subNotify } from './subscribe.js';

type Method = DecodedData['type'];
type MessageOf<K extends Method> = Extract<DecodedData, { type: K }>['data'];
type Row<K extends Method> = { tag: string; normalise: Normaliser<MessageOf<K>> };

/** Which messages become events. `tag` begins the event's id: once published it stays. */
const TABLE: { [K in Method]?: Row<K> } = {
  WebcastChatMessage: { tag: 'chat', normalise: chat },
  WebcastGiftMessage: { tag: 'gift', normalise: gift },
  WebcastLikeMessage: { tag: 'like', normalise: like },
  WebcastMemberMessage: { tag: 'member', normalise: member },
  WebcastSocialMessage: { tag: 'social', normalise: social },
  WebcastRoomUserSeqMessage: { tag: 'viewers', normalise: roomUserSeq },
  WebcastSubNotifyMessage: { tag: 'sub', normalise: subNotify },
  WebcastBarrageMessage: { tag: 'barrage', normalise: barrage },
  WebcastQuestionNewMessage: { tag: 'question', normalise: questionNew },
  WebcastEmoteChatMessage: { tag: 'emote', normalise: emoteChat },
  WebcastEnvelopeMessage: { tag: 'envelope', normalise: envelope },
  WebcastLinkMicBattle: { tag: 'battle', normalise: linkMicBattle },
  WebcastLinkMicArmies: { tag: 'armies', normalise: linkMicArmies },
  WebcastCaptionMessage: { tag: 'caption', normalise: caption },
  WebcastControlMessage: { tag: 'control', normalise: control },
};

/** The row for decoded data, typed alike; `undefined` for methods that become no event. */
export function rowFor<K extends Method>(decoded: { type: K; data: MessageOf<K> }): Row<K> | undefined {
  return Object.hasOwn(TABLE, decoded.type) ? TABLE[decoded.type] : undefined;
}
