import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

/** What a page of one widget links to. All addresses are absolute paths on the gateway. */
export interface WidgetAssets {
  script: string;
  styles: string[];
  /** Modules that `script` imports: `link rel=modulepreload`. */
  modules: string[];
}

/** A style sheet with the tokens, fonts and decoration of one theme. */
export interface ThemeAssets {
  style: string;
  /** Fonts that are needed at once: `link rel=preload as=font crossorigin`. */
  fonts: string[];
}

export interface WidgetManifest {
  version: 2;
  /** Changes with every change of any file. */
  build: string;
  /** By widget name; a name that is not here has no page. */
  widgets: Record<string, WidgetAssets>;
  /** By the name of the theme. */
  themes: Record<string, ThemeAssets>;
  /** Style sheet with the fonts of a script that themes have no letters for, by its name. */
  scripts: Record<string, string>;
  /** For pages of the gateway that are no widget. */
  message: PageFiles;
  gallery: PageFiles;
}

export interface PageFiles {
  script: string;
  styles: string[];
}

const BASE = '/assets/';
const STYLE_ENTRY = /^(theme|script)-([a-z-]+)-.{8}\.css$/;
/** The subset that nearly every page needs; the others come when a name asks for them. */
const PRELOADED_FONT = /[^"'()]*-latin-(?!ext)[^"'()]*\.woff2/g;
const OTHER_PAGES = ['message', 'gallery'] as const;

/** `library` stands for files whose names do not change. Writes `manifest.json`: which widgets have a page, and the hashed files of each; also of themes and scripts. */
export function widgetManifest(library: string): Plugin {
  return {
    name: 'streamshape:widget-manifest',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const [file, item] of Object.entries(bundle)) {
        // A style sheet that is an entry leaves an empty script behind.
        if (item.type === 'chunk' && /^(theme|script)-/.test(item.name)) delete bundle[file];
      }
      const manifest = manifestOf(bundle, library);
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source: `${JSON.stringify(manifest, null, 2)}\n` });
    },
  };
}

function manifestOf(bundle: Rolldown.OutputBundle, library: string): WidgetManifest {
  const files = Object.keys(bundle).sort();
  const widgets: Record<string, WidgetAssets> = {};
  const none: PageFiles = { script: '', styles: [] };
  const others: Record<(typeof OTHER_PAGES)[number], PageFiles> = { message: none, gallery: none };
  for (const item of Object.values(bundle)) {
    if (item.type !== 'chunk' || !item.isEntry) continue;
    const { modules, styles } = linked(item, bundle);
    const other = OTHER_PAGES.find((name) => name === item.name);
    if (other) others[other] = { script: addressOf(item.fileName), styles };
    else widgets[item.name] = { script: addressOf(item.fileName), styles, modules };
  }
  const build = createHash('sha256')
    .update(files.join('\n') + library)
    .digest('hex')
    .slice(0, 12);
  return { version: 2, build, widgets, ...styleEntries(bundle), ...others };
}

function styleEntries(bundle: Rolldown.OutputBundle): Pick<WidgetManifest, 'themes' | 'scripts'> {
  const themes: Record<string, ThemeAssets> = {};
  const scripts: Record<string, string> = {};
  for (const [file, item] of Object.entries(bundle)) {
    const [, kind, name] = STYLE_ENTRY.exec(file) ?? [];
    if (!name || item.type !== 'asset') continue;
    if (kind === 'script') scripts[name] = addressOf(file);
    else themes[name] = { style: addressOf(file), fonts: fontsIn(textOf(item.source)) };
  }
  return { themes, scripts };
}

function fontsIn(css: string): string[] {
  return [...new Set(css.match(PRELOADED_FONT) ?? [])];
}

function textOf(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}

function linked(entry: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): { modules: string[]; styles: string[] } {
  const chunks = new Set<Rolldown.OutputChunk>();
  const visit = (chunk: Rolldown.OutputChunk): void => {
    for (const file of chunk.imports) {
      const imported = bundle[file];
      if (imported?.type === 'chunk' && !chunks.has(imported)) visit(imported);
    }
    chunks.add(chunk);
  };
  visit(entry);
  const styles = [...chunks].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]);
  const modules = [...chunks].filter((chunk) => chunk !== entry).map((chunk) => addressOf(chunk.fileName));
  return { modules, styles: [...new Set(styles)].map(addressOf) };
}

function addressOf(file: string): string {
  return `${BASE}${file}`;
}
