import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
const NONCE = '%CSP_NONCE%';

export interface SmallFile {
  type: string;
  body: Buffer;
}

/** What the build of the dashboard left beside its hashed assets, in memory. */
export class DashboardFiles {
  private readonly index: string | undefined;
  private readonly small = new Map<string, SmallFile>();

  /** `folder`: where the built dashboard is. It may be missing: then there are no pages, and the API works all the same. */
  constructor(readonly folder: string) {
    const file = join(folder, 'index.html');
    if (!existsSync(file)) return;
    this.index = readFileSync(file, 'utf8');
    for (const name of readdirSync(folder)) {
      const type = TYPES[extname(name)];
      if (type) this.small.set(`/${name}`, { type, body: readFileSync(join(folder, name)) });
    }
  }

  get assets(): string {
    return join(this.folder, 'assets');
  }

  /** The one page, for an answer with this nonce; undefined while the dashboard is not built. */
  page(nonce: string): string | undefined {
    return this.index?.replaceAll(NONCE, nonce);
  }

  /** Address of the letters of the dashboard, for other pages of this server; undefined while it is not built. */
  get font(): string | undefined {
    if (this.index === undefined || !existsSync(this.assets)) return undefined;
    const name = readdirSync(this.assets).find((one) => /^outfit-latin-wght-normal-[\w-]+\.woff2$/.test(one));
    return name === undefined ? undefined : `/assets/${name}`;
  }

  /** A file beside the page whose name holds no hash, like the icon. */
  file(path: string): SmallFile | undefined {
    return this.small.get(path);
  }
}
