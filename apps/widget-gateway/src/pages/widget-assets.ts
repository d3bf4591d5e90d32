import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const assetsSchema = z.object({
  script: z.string(),
  styles: z.array(z.string()),
  modules: z.array(z.string()),
});
const pageSchema = z.object({ script: z.string(), styles: z.array(z.string()) });
const themeSchema = z.object({ style: z.string(), fonts: z.array(z.string()) });

/** What the build of the widget pages says of itself. */
const manifestSchema = z.object({
  version: z.literal(2),
  build: z.string(),
  widgets: z.record(z.string(), assetsSchema),
  themes: z.record(z.string(), themeSchema),
  scripts: z.record(z.string(), z.string()),
  message: pageSchema,
  gallery: pageSchema,
});
export type WidgetManifest = z.infer<typeof manifestSchema>;

/** What a page loads at once for its theme, and what it may load later. A theme that was not built is Glass. */
export function themeLocals(manifest: WidgetManifest, wish: unknown) {
  const { build, themes, scripts } = manifest;
  const name = typeof wish === 'string' && Object.hasOwn(themes, wish) ? wish : 'glass';
  const styles = Object.fromEntries(Object.entries(themes).map(([theme, { style }]) => [theme, style]));
  return { theme: { name, ...themes[name]! }, assets: { build, themes: styles, scripts } };
}

/** Reads `manifest.json` in the folder of the built widget pages. Throws with what to do when it is not there. */
export function readWidgetManifest(folder: string): WidgetManifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  } catch (error) {
    throw new Error('The widget pages are not built. Run: npm run build', { cause: error });
  }
}
