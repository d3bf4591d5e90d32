import { z } from 'zod';

/** What may be uploaded, by the name that an id ends in. */
export const UPLOAD_TYPES = {
  png: { kind: 'image', mediaType: 'image/png' },
  jpeg: { kind: 'image', mediaType: 'image/jpeg' },
  gif: { kind: 'image', mediaType: 'image/gif' },
  webp: { kind: 'image', mediaType: 'image/webp' },
  wav: { kind: 'sound', mediaType: 'audio/wav' },
  mp3: { kind: 'sound', mediaType: 'audio/mpeg' },
  ogg: { kind: 'sound', mediaType: 'audio/ogg' },
  webm: { kind: 'sound', mediaType: 'audio/webm' },
  m4a: { kind: 'sound', mediaType: 'audio/mp4' },
} as const;
export type UploadType = keyof typeof UPLOAD_TYPES;
export const UPLOAD_KINDS = ['image', 'sound'] as const;
export type UploadKind = (typeof UPLOAD_KINDS)[number];

const types = Object.keys(UPLOAD_TYPES) as [UploadType, ...UploadType[]];

/** 128 random bits and the type that was found in the content: nobody guesses one, and nobody changes its type. */
export const uploadIdSchema = z.string().regex(new RegExp(`^[0-9a-f]{32}-(${types.join('|')})$`));

/** The type that an id names; `undefined` for what is no id. */
export function uploadTypeOf(id: string): UploadType | undefined {
  return uploadIdSchema.safeParse(id).success ? (id.slice(33) as UploadType) : undefined;
}

export const uploadSchema = z.object({
  id: uploadIdSchema,
  kind: z.enum(UPLOAD_KINDS),
  type: z.enum(types),
  /** For the streamer's eyes. */
  name: z.string(),
  bytes: z.int().positive(),
  /** Of pictures, px. */
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  /** Of pictures; more than 1 moves. */
  frames: z.int().positive().optional(),
  /** Of sounds. */
  durationMs: z.int().nonnegative().optional(),
  /** What settings take: `upload:ID`. */
  reference: z.string(),
  /** Where pages load it. */
  url: z.string(),
  createdAt: z.iso.datetime(),
});
export type Upload = z.infer<typeof uploadSchema>;

export const uploadListSchema = z.object({
  items: z.array(uploadSchema),
  used: z.object({ bytes: z.int().nonnegative(), count: z.int().nonnegative() }),
  quota: z.object({ bytes: z.int().nonnegative(), count: z.int().nonnegative() }),
});
export type UploadList = z.infer<typeof uploadListSchema>;

/** The body of the request is the file itself. */
export const uploadQuerySchema = z.object({ name: z.string().max(400).optional() });
