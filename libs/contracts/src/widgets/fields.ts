import { z } from 'zod';

/** What the dashboard's form and the reference show for one setting. */
export interface FieldText {
  /** The label in the form. */
  title: string;
  description: string;
  /** The section of the form. */
  group: FieldGroup;
  unit?: string;
  /** How the form edits it, where the type alone does not say. */
  format?: 'color' | 'css' | 'picture' | 'sound' | 'multiline' | 'hidden';
}

export const FIELD_GROUPS = ['Content', 'Look', 'Motion', 'Sound', 'Queue', 'Variations', 'Timer', 'Advanced'] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

export const flag = (value: boolean, text: FieldText) =>
  z
    .boolean()
    .default(value)
    .meta({ ...text });

export const choice = <const T extends readonly [string, ...string[]]>(values: T, value: T[number], text: FieldText) =>
  z
    .enum(values)
    .default(value as never)
    .meta({ ...text });

export const whole = (value: number, [min, max]: readonly [number, number], text: FieldText) =>
  z
    .int()
    .min(min)
    .max(max)
    .default(value)
    .meta({ ...text });

export const decimal = (value: number, [min, max]: readonly [number, number], text: FieldText) =>
  z
    .number()
    .min(min)
    .max(max)
    .default(value)
    .meta({ ...text });

export const words = (value: string, maxLength: number, text: FieldText) =>
  z
    .string()
    .max(maxLength)
    .default(value)
    .meta({ ...text });

const HEX = /^(#[0-9a-fA-F]{6})?$/;
export const colourText = z.string().regex(HEX, 'a colour like #ff5a5f, or nothing');

/** A colour; empty takes the theme's. */
export const colour = (text: Omit<FieldText, 'format'>) =>
  colourText.default('').meta({ ...text, description: `${text.description}. Empty: the theme's`, format: 'color' });

const PICTURE = /^(https:\/\/\S+|upload:[\w-]{1,64}|library:[\w-]{1,64})?$/;
export const pictureText = z
  .string()
  .max(2048)
  .regex(PICTURE, 'an https address, an upload, a library picture, or nothing');

/** A picture of the streamer's: `https://…`, `upload:ID` or `library:NAME`; empty for none. */
export const picture = (text: Omit<FieldText, 'format'>) =>
  pictureText.default('').meta({ ...text, format: 'picture' });

const SOUND = /^(none|theme|https:\/\/\S+|upload:[\w-]{1,64}|library:[\w-]{1,64})$/;
export const soundText = z
  .string()
  .max(2048)
  .regex(SOUND, 'none, theme, an https address, an upload or a library sound');

/** `theme`: the theme's own sound for the event; `none`; `library:NAME`; `upload:ID`; `https://…`. */
export const sound = (text: Omit<FieldText, 'format' | 'group'>) =>
  soundText.default('theme').meta({ ...text, group: 'Sound', format: 'sound' });
