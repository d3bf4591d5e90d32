import { ListView } from '../lists/list-view.js';
import { applyLook, setOrRemove } from '../ui/look.js';
import type { ChatEvent } from './chat-event.js';
import { buildRow } from './chat-row.js';
import { type ChatLook, type ChatRules, readChatSettings } from './chat-settings.js';

export class ChatView extends ListView<ChatEvent> {
  private look: ChatLook = readChatSettings({}).look;

  constructor(stage: HTMLElement) {
    super(stage, (event) => buildRow(event, this.look));
  }

  configure(settings: Record<string, unknown>): ChatRules {
    const { look, rules } = readChatSettings(settings);
    this.look = look;
    applyLook(look, look.position);
    setOrRemove('--size', String(look.fontSize));
    return rules;
  }
}
