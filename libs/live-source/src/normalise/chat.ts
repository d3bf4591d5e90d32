import type {
  EmoteModel,
  WebcastCaptionMessage,
  WebcastChatMessage,
  WebcastEmoteChatMessage,
  WebcastQuestionNewMessage,
} from 'tiktok-live-proto/v3';
import type { Normaliser } from './outcome.js';
import { fact, IGNORED, withUser } from './outcome.js';
import { cleanText, label, optional, prose } from './text.js';
import { toUser } from './user.js';
import { pictureOf } from './values.js';

const MAX_TEXT = 2000;
const MAX_EMOTES = 50;

export const chat: Normaliser<WebcastChatMessage> = (message, common) =>
  withUser(toUser(message.user, message.userIdentity), (user) => ({
    type: 'chat',
    ...common,
    user,
    text: prose(message.content, MAX_TEXT),
    ...optional('language', label(message.contentLanguage, 16)),
    emotes: (message.emotes ?? []).slice(0, MAX_EMOTES).map(({ emote, index }) => ({
      ...toEmote(emote),
      // Cleaning takes characters away: the place moves with the text before it.
      index: cleanText((message.content ?? '').slice(0, Math.max(0, index))).length,
    })),
  }));

export const emoteChat: Normaliser<WebcastEmoteChatMessage> = (message, common) =>
  withUser(toUser(message.user, message.userIdentity), (user) => ({
    type: 'emote',
    ...common,
    user,
    emotes: (message.emoteList ?? []).slice(0, MAX_EMOTES).map(toEmote),
  }));

export const questionNew: Normaliser<WebcastQuestionNewMessage> = (message, common) =>
  withUser(toUser(message.data?.user), (user) => ({
    type: 'question',
    ...common,
    user,
    text: prose(message.data?.content, MAX_TEXT),
  }));

export const caption: Normaliser<WebcastCaptionMessage> = (message, common) => {
  const content = message.content?.[0];
  // TikTok sends empty ones between sentences.
  if (!content) return IGNORED;
  const language = optional('language', label(content.lang, 16));
  return fact({ type: 'caption', ...common, text: prose(content.content, MAX_TEXT), ...language });
};

function toEmote(emote: EmoteModel | undefined): { id: string; image?: string } {
  return { id: label(emote?.emoteId, 128), ...optional('image', pictureOf(emote?.image)) };
}
