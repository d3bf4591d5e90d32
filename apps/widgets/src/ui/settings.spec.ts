import { describe, expect, it } from 'vitest';
import { chatSettingsSchema, giftsSettingsSchema } from '#libs/contracts';
import { readChatSettings } from '../chat/chat-settings.js';
import { readGiftSettings } from '../gifts/gift-settings.js';

const WRONG = { accentColor: 'red;}', plate: 7, durationMs: 'long', maxQueue: NaN, message: {}, fontSize: null };

describe('settings in the page', () => {
  it('have the defaults of the contract', () => {
    expect(readGiftSettings({})).toEqual(readGiftSettings(giftsSettingsSchema.parse({})));
    expect(readChatSettings({})).toEqual(readChatSettings(chatSettingsSchema.parse({})));
  });

  it('fall back to them where a value is wrong', () => {
    expect(readGiftSettings(WRONG)).toEqual(readGiftSettings({}));
    expect(readChatSettings(WRONG)).toEqual(readChatSettings({}));
  });
});
