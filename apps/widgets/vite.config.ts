import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { libraryFiles, libraryPlugin, libraryStamp } from './library-files.js';
import { widgetManifest } from './widget-manifest.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Every file of `folder`, as an entry: its name without the ending, after `prefix`. */
function entriesIn(folder: string, prefix = ''): Record<string, string> {
  const files = readdirSync(here(folder)).filter((file) => /\.(ts|css)$/.test(file));
  return Object.fromEntries(
    files.map((file) => [prefix + basename(file).replace(/\.\w+$/, ''), here(`${folder}/${file}`)]),
  );
}

/**
 * Widgets that have a page: the name of an entry is the name of the widget; `message` styles the gateway's plain pages.
 * Each theme, and the fonts of each script, are style sheets of their own, loaded where they are needed.
 */
const fonts = Object.entries(entriesIn('./src/fonts')).filter(([name]) => name.startsWith('script-'));
const entries = { ...entriesIn('./src/entries'), ...entriesIn('./src/themes', 'theme-'), ...Object.fromEntries(fonts) };

const library = libraryFiles();

export default defineConfig({
  root: here('.'),
  base: '/assets/',
  publicDir: false,
  plugins: [libraryPlugin(library), widgetManifest(libraryStamp(library))],
  build: {
    // OBS 28 to 30 carry Chromium 103.
    target: 'chrome103',
    cssTarget: 'chrome103',
    outDir: here('../../dist/apps/widgets'),
    emptyOutDir: true,
    // The page's policy lets no font through that is written into a style sheet.
    assetsInlineLimit: (file) => (/\.woff2?$/.test(file) ? false : undefined),
    // The gateway's pages name what they need; scripts have no business with it.
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: entries,
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        // What nearly every widget needs is packed together, and packs better so.
        codeSplitting: {
          groups: [{ name: 'widget', minShareCount: 7, test: /apps.widgets.src.(runtime.(?!obs)|ui)|libs.contracts/ }],
        },
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
