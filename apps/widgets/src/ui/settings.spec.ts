import { describe, expect, it } from 'vitest';
import { WIDGET_TYPES, completeSettings } from '#libs/contracts';
import { readBoxSettings } from '../alerts/alert-settings.js';
import { readChatSettings } from '../chat/chat-settings.js';
import { readGoalSettings } from '../goals/goal-settings.js';

const WRONG = { accentColor: 'red;}', plate: 7, durationMs: 'long', maxQueue: NaN, message: {}, fontSize: null };
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const BOXES = WIDGET_TYPES.filter((type) =>
  ['gifts', 'follows', 'likes', 'subscribes', 'shares', 'alerts'].includes(type),
);

describe('settings in the page', () => {
  it.each(BOXES)('of %s have the defaults of the contract', (box) => {
    const complete = { ...completeSettings(box, {}) };
    expect(plain(readBoxSettings(box, {}))).toEqual(plain(readBoxSettings(box, complete)));
  });

  it('have the defaults of the contract elsewhere', () => {
    expect(readChatSettings({})).toEqual(readChatSettings({ ...completeSettings('chat', {}) }));
    expect(readGoalSettings({})).toEqual(readGoalSettings({ ...completeSettings('goals', {}) }));
  });

  it('fall back to them where a value is wrong', () => {
    expect(plain(readBoxSettings('gifts', WRONG))).toEqual(plain(readBoxSettings('gifts', {})));
    expect(readChatSettings(WRONG)).toEqual(readChatSettings({}));
  });
});
