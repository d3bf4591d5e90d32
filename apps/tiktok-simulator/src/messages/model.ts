import {
  BadgeStruct,
  CombineBadgeStruct,
  CommonMessageData,
  FollowInfo,
  Gift,
  ImageModel,
  PrivilegeLogExtra,
  MessageCommonText,
  TextPiece,
  TextPieceUser,
  User,
  UserIdentity,
} from 'tiktok-live-proto/v3';
import { create } from '../wire/codec.js';
import type { GiftSpec, UserSpec } from './event-spec.js';

export interface CommonFields {
  method: string;
  msgId: string;
  roomId: string;
  createTime: number;
  displayText?: MessageCommonText;
}

/** The header every message carries. */
export function commonData(fields: CommonFields): CommonMessageData {
  return create(CommonMessageData, {
    method: fields.method,
    msgId: fields.msgId,
    roomId: fields.roomId,
    createTime: String(fields.createTime),
    isShowMsg: true,
    displayText: fields.displayText,
  });
}

export function image(url: string): ImageModel {
  return create(ImageModel, { urlList: [url, url] });
}

/** "{0:user} did something", with the person filled in. */
export function displayText(key: string, pattern: string, user?: User): MessageCommonText {
  const pieces = user
    ? [create(TextPiece, { type: 11, userValue: create(TextPieceUser, { user, withColon: false }) })]
    : [];
  return create(MessageCommonText, { key, defaultPattern: pattern, pieces });
}

/** Scene types of the badges beside a name. */
const SCENE = { moderator: 1, subscriber: 4, topGifter: 6, level: 8, fanClub: 10 } as const;

function badge(sceneType: number, level?: number): BadgeStruct {
  return create(BadgeStruct, {
    displayType: 4,
    priorityType: 20,
    sceneType,
    display: true,
    privilegeLogExtra: create(PrivilegeLogExtra, {
      dataVersion: '2',
      level: level === undefined ? '0' : String(level),
    }),
    combine: create(CombineBadgeStruct, { displayType: 4, str: level === undefined ? '' : String(level) }),
  });
}

function badges(spec: UserSpec): BadgeStruct[] {
  return [
    ...(spec.moderator ? [badge(SCENE.moderator)] : []),
    ...(spec.subscriber ? [badge(SCENE.subscriber)] : []),
    ...(spec.topGifter === undefined ? [] : [badge(SCENE.topGifter, spec.topGifter)]),
    ...(spec.level === undefined ? [] : [badge(SCENE.level, spec.level)]),
    ...(spec.fanLevel === undefined ? [] : [badge(SCENE.fanClub, spec.fanLevel)]),
  ];
}

export function userModel(spec: UserSpec, avatarUrl: string): User {
  return create(User, {
    id: spec.id,
    idStr: spec.id,
    displayId: spec.handle,
    nickname: spec.name,
    avatarThumb: image(avatarUrl),
    secUid: `MS4wLjAB${spec.id}`,
    followInfo: create(FollowInfo, { followStatus: spec.follower ? '1' : '0' }),
    badgeList: badges(spec),
  });
}

export function identity(spec: UserSpec, isGiftGiver = false): UserIdentity {
  return create(UserIdentity, {
    isModeratorOfAnchor: spec.moderator ?? false,
    isSubscriberOfAnchor: spec.subscriber ?? false,
    isFollowerOfAnchor: spec.follower ?? false,
    isGiftGiverOfAnchor: isGiftGiver || spec.topGifter !== undefined,
  });
}

export function giftModel(spec: GiftSpec, imageUrl: string): Gift {
  const picture = image(imageUrl);
  const type = spec.type ?? 1;
  return create(Gift, {
    id: String(spec.id),
    name: spec.name,
    describe: `sent ${spec.name}`,
    diamondCount: spec.diamondCount,
    type,
    combo: spec.combo ?? type === 1,
    image: picture,
    icon: picture,
    isDisplayedOnPanel: true,
  });
}
