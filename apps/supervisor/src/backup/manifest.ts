import { createHash } from 'node:crypto';
import { z } from 'zod';

export const MANIFEST = 'manifest.json';

const entrySchema = z.object({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string().length(64) });
/** The last entry of an archive: what it holds, so that anything missing, added or changed is noticed. */
export const manifestSchema = z.object({
  format: z.literal('streamshape-backup/1'),
  version: z.string(),
  createdAt: z.iso.datetime(),
  /** Migrations of the database, in order: a restore begins with exactly these. */
  migrations: z.array(z.string()).min(1),
  tables: z.record(z.string(), z.int().nonnegative()),
  /** Next numbers of sequences that stand for themselves. */
  sequences: z.record(z.string(), z.string().regex(/^\d+$/)).default({}),
  uploads: z.int().nonnegative(),
  entries: z.array(entrySchema),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = z.infer<typeof entrySchema>;

export function entryOf(name: string, content: Buffer): ManifestEntry {
  return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}
