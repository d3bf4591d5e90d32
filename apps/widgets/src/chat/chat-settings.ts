import type { ChatSettings, LiveEventOf } from '#libs/contracts';
import type { ListRules } from '../lists/list-feed.js';
import { type Look, readLook } from '../ui/look.js';
import { SettingsReader } from '../ui/settings.js';

export interface ChatLook extends Look {
  position: ChatSettings['position'];
  fontSize: number;
  showAvatars: boolean;
  showBadges: boolean;
}

export interface ChatRules extends ListRules {
  /** Messages for bots are left out. */
  hideCommands: boolean;
  /** Handles, without @, in lower case. */
  hiddenUsers: ReadonlySet<string>;
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
      hideCommands: read.flag('hideCommands', false),
      hiddenUsers: new Set(read.list('hiddenUsers').filter(isText).map(handleOf)),
    },
  };
}

/** Whether a message is for the people who watch. */
export function isWanted({ text, user }: Pick<LiveEventOf<'chat'>, 'text' | 'user'>, rules: ChatRules): boolean {
  if (rules.hideCommands && /^\s*!\S/.test(text)) return false;
  return !rules.hiddenUsers.has(handleOf(user.handle));
}

function handleOf(text: string): string {
  return text.trim().replace(/^@/, '').toLowerCase();
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
