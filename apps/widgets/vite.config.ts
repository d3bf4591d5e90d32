import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { widgetManifest } from './widget-manifest.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Widgets that have a page. The name of an entry is the name of the widget; `message` styles the gateway's plain pages. */
const entries = {
  gifts: here('./src/entries/gifts.ts'),
  chat: here('./src/entries/chat.ts'),
  message: here('./src/entries/message.ts'),
};

export default defineConfig({
  root: here('.'),
  base: '/assets/',
  publicDir: false,
  plugins: [widgetManifest()],
  build: {
    // OBS 28 to 30 carry Chromium 103.
    target: 'chrome103',
    cssTarget: 'chrome103',
    outDir: here('../../dist/apps/widgets'),
    emptyOutDir: true,
    assetsInlineLimit: 4096,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: entries,
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
