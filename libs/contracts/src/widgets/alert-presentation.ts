import { z } from 'zod';
import { choice, type FieldText, picture, sound, whole, words } from './fields.js';
import { ALERT_IMAGES, ALERT_SIZES, ENTRIES, EXITS } from './look-options.js';

const MESSAGE_LENGTH = 200;
const content = (title: string, description: string, more: Partial<FieldText> = {}): FieldText => ({
  title,
  description,
  group: 'Content',
  ...more,
});

export const message = (value: string, title = 'Message', tokens = '{name} {gift} {count} {coins} {months} {amount}') =>
  words(value, MESSAGE_LENGTH, content(title, `Words under the name. Tokens: ${tokens}`));

/** How one alert looks, sounds and moves. A variation may change each of these. */
export const alertPresentation = (image: (typeof ALERT_IMAGES)[number], durationMs: number) => ({
  image: choice(
    ALERT_IMAGES,
    image,
    content('Picture', "The large picture: the gift's, the sender's, one of yours, or none"),
  ),
  imageUrl: picture(content('Your picture', 'Shown where the picture is "custom"; GIF, WebP and APNG may move')),
  durationMs: whole(durationMs, [1000, 30_000], {
    title: 'Duration',
    description: 'How long one alert stays on screen',
    group: 'Motion',
    unit: 'ms',
  }),
  entry: choice(ENTRIES, 'theme', { title: 'Entry', description: 'How an alert comes in', group: 'Motion' }),
  exit: choice(EXITS, 'theme', { title: 'Exit', description: 'How an alert goes', group: 'Motion' }),
  size: choice(ALERT_SIZES, 'auto', {
    title: 'Stage',
    description: 'How much of the scene an alert takes. "auto" goes by what it is worth',
    group: 'Look',
  }),
  sound: sound({ title: 'Sound', description: 'Played once for each alert, never two at a time' }),
  volume: whole(70, [0, 100], { title: 'Volume', description: 'Of the sound', group: 'Sound', unit: '%' }),
});

const plain = alertPresentation('gift', 4000);

/** What a variation may change; what it leaves out stays as the box has it. */
export const presentationChangesSchema = z.object({
  message: message('').unwrap().optional(),
  image: plain.image.unwrap().optional(),
  imageUrl: plain.imageUrl.unwrap().optional(),
  durationMs: plain.durationMs.unwrap().optional(),
  entry: plain.entry.unwrap().optional(),
  exit: plain.exit.unwrap().optional(),
  size: plain.size.unwrap().optional(),
  sound: plain.sound.unwrap().optional(),
  volume: plain.volume.unwrap().optional(),
  accentColor: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .optional(),
});
export type PresentationChanges = z.infer<typeof presentationChangesSchema>;
