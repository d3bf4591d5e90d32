import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const assetsSchema = z.object({
  script: z.string(),
  styles: z.array(z.string()),
  modules: z.array(z.string()),
  fonts: z.array(z.string()),
});

/** What the build of the widget pages says of itself. */
const manifestSchema = z.object({
  version: z.literal(1),
  build: z.string(),
  widgets: z.record(z.string(), assetsSchema),
  message: z.object({ script: z.string(), styles: z.array(z.string()) }),
});
export type WidgetManifest = z.infer<typeof manifestSchema>;

/** Reads `manifest.json` in the folder of the built widget pages. Throws with what to do when it is not there. */
export function readWidgetManifest(folder: string): WidgetManifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  } catch (error) {
    throw new Error('The widget pages are not built. Run: npm run build', { cause: error });
  }
}
