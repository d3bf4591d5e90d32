/**
 * Choices that settings offer, without zod: browser bundles import this file's constants, so it must stay small.
 */
export const THEMES = ['glass', 'neon', 'candy', 'pixel', 'editorial', 'arena'] as const;
export type ThemeName = (typeof THEMES)[number];

export const PLATES = ['auto', 'dark', 'light', 'none'] as const;
export const SCENES = ['auto', 'dark', 'light'] as const;
export const MOTIONS = ['full', 'reduced'] as const;

export const POSITIONS = [
  'top-left',
  'top-center',
  'top-right',
  'center-left',
  'center',
  'center-right',
  'bottom-left',
  'bottom-center',
  'bottom-right',
] as const;
export type PositionName = (typeof POSITIONS)[number];

export const ALERT_IMAGES = ['gift', 'sender', 'custom', 'none'] as const;
export const ENTRIES = ['theme', 'rise', 'drop', 'slide', 'pop', 'wipe', 'fade'] as const;
export const EXITS = ['theme', 'sink', 'lift', 'slide', 'shrink', 'wipe', 'fade'] as const;
export const ALERT_SIZES = ['auto', 'chip', 'card', 'scene'] as const;
export const ROLES = ['moderator', 'subscriber', 'follower', 'other'] as const;
export type Role = (typeof ROLES)[number];
