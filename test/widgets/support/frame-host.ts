import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of an origin of its own with pages in frames; keeps what they tell it in `heard`. */
export class FrameHost implements AsyncDisposable {
  private readonly server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://host').searchParams;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageWith(query.getAll('frame')));
  });

  static async start(): Promise<FrameHost> {
    const host = new FrameHost();
    host.server.listen(0, '127.0.0.1');
    await once(host.server, 'listening');
    return host;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  page(...frames: string[]): string {
    return `${this.origin}/?${frames.map((frame) => `frame=${encodeURIComponent(frame)}`).join('&')}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** Dark, as the dashboard may be; green stands for the video. */
function pageWith(frames: string[]): string {
  const escaped = frames.map((frame) => frame.replace(/["<>&]/g, (char) => `&#${char.charCodeAt(0)};`));
  return `<!doctype html><meta charset="utf-8"><style>
    :root { color-scheme: dark; }
    body { margin: 0; background: rgb(0 200 0); }
    iframe { display: block; width: 960px; height: 540px; border: 0; color-scheme: light; }
  </style><script>
    window.heard = [];
    addEventListener('message', ({ data, origin }) => heard.push({ ...data, origin }));
    const tell = (message, to = 0) => frames[to].postMessage(message, '*');
  </script>${escaped.map((frame) => `<iframe src="${frame}"></iframe>`).join('')}`;
}
