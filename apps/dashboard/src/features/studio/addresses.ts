import type { WidgetView } from '#libs/contracts';
import { widgetLink } from '../../api/widget-links.js';

/** What all links of a streamer have in common. */
export interface Links {
  /** Without a slash at its end. */
  widgetsUrl: string;
  /** The secret in each link. */
  key: string;
}

type Named = Pick<WidgetView, 'id' | 'type'>;

/** Where OBS loads a widget. A default needs no id: its link stays the same for good. */
export function widgetAddress({ widgetsUrl, key }: Links, { id, type }: Named): string {
  return widgetLink(widgetsUrl, key, type, id);
}

/** What may be read from a shared screen: nothing of the key, and no host that would push the rest out of sight. */
export function maskedAddress(widget: Named): string {
  return widgetAddress({ widgetsUrl: '', key: '' }, widget).replace('//', '••••••••/');
}

/** The page as the dashboard shows it: it takes drafts, and does nothing to what the stream sees. */
export function previewAddress(links: Links, widget: Named, more: Readonly<Record<string, string>> = {}): string {
  const address = new URL(widgetAddress(links, widget));
  for (const [name, value] of Object.entries({ preview: '1', ...more })) address.searchParams.set(name, value);
  return address.href;
}

/** Where the dashboard finds a picture of the settings; nothing where it is none. */
export function pictureSource(widgetsUrl: string, reference: string): string | undefined {
  return ownSource(widgetsUrl, reference, 'pictures', 'svg');
}

/** Where a sound of the settings is; nothing for `none` and `theme`. */
export function soundSource(widgetsUrl: string, reference: string): string | undefined {
  return ownSource(widgetsUrl, reference, 'sounds', 'wav');
}

function ownSource(widgetsUrl: string, reference: string, folder: string, ending: string): string | undefined {
  if (reference.startsWith('https://')) return reference;
  const [, kind, name] = /^(library|upload):([\w-]{1,64})$/.exec(reference) ?? [];
  if (name === undefined) return undefined;
  return kind === 'upload'
    ? `${widgetsUrl}/uploads/${name}`
    : `${widgetsUrl}/assets/library/${folder}/${name}.${ending}`;
}
