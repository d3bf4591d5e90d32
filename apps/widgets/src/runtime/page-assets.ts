/** Addresses of what a page loads only when it needs it. The gateway writes them into `#boot` as `assets`. */
export interface PageAssets {
  /** Changes with every change of any file. */
  build: string;
  /** Style sheet of each theme. */
  themes: Record<string, string>;
  /** Style sheet with the fonts of each script that themes have no letters for. */
  scripts: Record<string, string>;
}

let read: PageAssets | undefined;

export function pageAssets(): PageAssets {
  return (read ??= readAssets());
}

function readAssets(): PageAssets {
  const assets = assetsIn(document.getElementById('boot')?.textContent ?? '{}');
  return {
    build: typeof assets['build'] === 'string' ? assets['build'] : '',
    themes: addresses(assets['themes']),
    scripts: addresses(assets['scripts']),
  };
}

function assetsIn(json: string): Record<string, unknown> {
  try {
    const boot: unknown = JSON.parse(json);
    const assets = isRecord(boot) ? boot['assets'] : undefined;
    return isRecord(assets) ? assets : {};
  } catch (error) {
    console.warn('boot data is unreadable', error);
    return {};
  }
}

function addresses(value: unknown): Record<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null;
}
