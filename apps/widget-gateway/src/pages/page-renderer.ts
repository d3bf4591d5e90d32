import { fileURLToPath } from 'node:url';
import pug from 'pug';
import type { WidgetInstance } from '#libs/contracts';
import { themeLocals, type WidgetManifest } from './widget-assets.js';

const view = (name: string) =>
  pug.compileFile(fileURLToPath(new URL(`../../views/${name}.pug`, import.meta.url)), { cache: true });

export type NotFoundReason = 'key' | 'widget' | 'instance' | 'unbuilt';

export interface PageBoot {
  widget: string;
  id?: string;
  preview: boolean;
  /** Of a preview: from where it takes drafts. */
  dashboards?: readonly string[];
}

/** Renders the gateway's pages from their templates. Templates are compiled once. */
export class PageRenderer {
  private readonly widget = view('widget');
  private readonly missing = view('not-found');
  private readonly busy = view('unavailable');
  private readonly showroom = view('gallery');

  constructor(
    private readonly manifest: WidgetManifest,
    private readonly sourceUrl: string,
  ) {}

  hasPage(type: string): boolean {
    return Object.hasOwn(this.manifest.widgets, type);
  }

  /** `boot` is what the page's script reads; the key stays in the address. */
  widgetPage(widget: WidgetInstance, boot: PageBoot, nonce: string): string {
    const assets = this.manifest.widgets[widget.type]!;
    const { theme, assets: later } = themeLocals(this.manifest, widget.settings['theme']);
    return this.widget({
      ...assets,
      theme,
      widget,
      boot: { ...boot, assets: later },
      nonce,
      sourceUrl: this.sourceUrl,
    });
  }

  /** The widgets of the streamer with this key. */
  gallery(key: string): string {
    return this.showroom({ ...this.manifest.gallery, key, sourceUrl: this.sourceUrl });
  }

  notFound(reason: NotFoundReason): string {
    return this.missing({ ...this.manifest.message, reason, sourceUrl: this.sourceUrl });
  }

  unavailable(retryAfterSeconds: number): string {
    return this.busy({ ...this.manifest.message, retryAfter: retryAfterSeconds, sourceUrl: this.sourceUrl });
  }
}
