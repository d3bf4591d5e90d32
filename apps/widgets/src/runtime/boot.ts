import { type WidgetType, isWidgetType } from '../../../../libs/contracts/src/catalogue.js';

/** Who this page is. The gateway writes it into `<script type="application/json" id="boot">`. */
export interface Boot {
  key: string;
  widget: WidgetType;
  id?: string;
  preview: boolean;
  /** Of a preview: origins of the dashboard, from which it takes drafts. */
  dashboards?: readonly string[];
}

/** What the boot data leaves out is read from the address: `/{key}/{widget}?id=..&preview=1`. */
export function readBoot(json: string | null, address: { pathname: string; search: string }): Boot {
  const data = parse(json);
  const [, key = '', name = ''] = address.pathname.split('/');
  const query = new URLSearchParams(address.search);
  const widget = text(data['widget']) ?? name;
  if (!isWidgetType(widget)) throw new Error(`no such widget: ${widget}`);
  const id = text(data['id']) ?? query.get('id') ?? undefined;
  const preview = data['preview'] === true || query.get('preview') === '1';
  const dashboards = preview ? origins(data['dashboards']) : [];
  return {
    key: text(data['key']) ?? decodeURIComponent(key),
    widget,
    preview,
    ...(id ? { id } : {}),
    ...(dashboards.length > 0 ? { dashboards } : {}),
  };
}

function parse(json: string | null): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(json ?? '{}');
    return isRecord(data) ? data : {};
  } catch (error) {
    console.warn('boot data is unreadable', error);
    return {};
  }
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Never `*` or `null`: anything that is not the origin of a web page is left out. */
function origins(value: unknown): string[] {
  const texts = Array.isArray(value) ? value.map(text) : [];
  return texts.filter((one): one is string => one !== undefined && /^https?:\/\/[^/\s*]+$/.test(one));
}
