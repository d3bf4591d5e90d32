import type { ChatSettings } from '#libs/contracts';
import { type Look, readLook } from '../ui/look.js';
import { SettingsReader } from '../ui/settings.js';

export interface ChatLook extends Look {
  position: ChatSettings['position'];
  fontSize: number;
  showAvatars: boolean;
  showBadges: boolean;
}

export interface ChatRules {
  maxMessages: number;
  /** 0: a message stays until others push it out. */
  lifetimeMs: number;
  delayMs: number;
}

export function readChatSettings(settings: Record<string, unknown>): { look: ChatLook; rules: ChatRules } {
  const read = new SettingsReader(settings);
  return {
    look: {
      ...readLook(read),
      position: read.choice('position', ['bottom-left', 'bottom-right'], 'bottom-left'),
      fontSize: read.number('fontSize', 30, 14, 96),
      showAvatars: read.flag('showAvatars', true),
      showBadges: read.flag('showBadges', true),
    },
    rules: {
      maxMessages: read.number('maxMessages', 12, 1, 50),
      lifetimeMs: read.number('lifetimeSeconds', 60, 0, 600) * 1000,
      delayMs: read.number('delaySeconds', 0, 0, 60) * 1000,
    },
  };
}
