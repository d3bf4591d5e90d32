import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

/** What a page of one widget links to. All addresses are absolute paths on the gateway. */
export interface WidgetAssets {
  script: string;
  styles: string[];
  /** Modules that `script` imports: `link rel=modulepreload`. */
  modules: string[];
  /** Fonts that are needed at once: `link rel=preload as=font crossorigin`. */
  fonts: string[];
}

export interface WidgetManifest {
  version: 1;
  /** Changes with every change of any file. */
  build: string;
  /** By widget name; a name that is not here has no page. */
  widgets: Record<string, WidgetAssets>;
  /** For pages of the gateway that are no widget. */
  message: { script: string; styles: string[] };
}

const BASE = '/assets/';
const PRELOADED_FONT = /outfit-latin-wght-normal-[^.]+\.woff2$/;
const MESSAGE_ENTRY = 'message';

/** Writes `manifest.json`: which widgets have a page, and the hashed files of each. */
export function widgetManifest(): Plugin {
  return {
    name: 'streamshape:widget-manifest',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const manifest = manifestOf(bundle);
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source: `${JSON.stringify(manifest, null, 2)}\n` });
    },
  };
}

function manifestOf(bundle: Rolldown.OutputBundle): WidgetManifest {
  const files = Object.keys(bundle).sort();
  const fonts = files.filter((file) => PRELOADED_FONT.test(file)).map(addressOf);
  const widgets: Record<string, WidgetAssets> = {};
  let message: WidgetManifest['message'] = { script: '', styles: [] };
  for (const item of Object.values(bundle)) {
    if (item.type !== 'chunk' || !item.isEntry) continue;
    const { modules, styles } = linked(item, bundle);
    if (item.name === MESSAGE_ENTRY) message = { script: addressOf(item.fileName), styles };
    else widgets[item.name] = { script: addressOf(item.fileName), styles, modules, fonts };
  }
  const build = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);
  return { version: 1, build, widgets, message };
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
