import type { WidgetType } from './catalogue.js';

/** What a preview can be asked to show, whatever happens in the stream. No zod here: browser bundles import it. */
export const PREVIEW_EVENTS = [
  'gift',
  'gift-large',
  'gift-huge',
  'streak',
  'follow',
  'share',
  'subscribe',
  'like',
  'chat',
  'join',
  'viewers',
] as const;
export type PreviewEvent = (typeof PREVIEW_EVENTS)[number];

/** From the dashboard to a preview: settings in place of the saved ones, or null for the saved ones again. */
export interface PreviewDraft {
  type: 'streamshape:draft';
  settings: Record<string, unknown> | null;
}
/** From the dashboard to a preview: show something of this kind, made up. */
export interface PreviewPlay {
  type: 'streamshape:play';
  event: PreviewEvent;
}
/** From a preview to the dashboard: drafts and plays are heard from now on. Once for each load of the page. */
export interface PreviewReady {
  type: 'streamshape:ready';
  widget: WidgetType;
}
