import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderFile } from 'pug';
import { WebSocketServer } from 'ws';
import { isWidgetType } from '#libs/contracts';
import { themeLocals } from '../../../apps/widget-gateway/src/pages/widget-assets.js';
import { backdropPage } from './backdrop.js';
import { type BuiltWidgets, builtWidgets } from './built-widgets.js';
import { FakeRoom, ROOM_KEY } from './fake-room.js';
import { FakeSocket } from './fake-socket.js';
import { drawPicture } from './pictures.js';

const views = fileURLToPath(new URL('../../../apps/widget-gateway/views/', import.meta.url));
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const SOURCE = 'https://example.org/streamshape';

/** Pages, assets, pictures and a socket for one room, on a free port. */
export class FakeGateway implements AsyncDisposable {
  readonly room = new FakeRoom();
  /** Client messages that broke the protocol; a test ends with none. */
  readonly violations: string[] = [];
  /** Origins of the dashboard, for previews. */
  dashboards: string[] = [];
  /** Sounds that were fetched. */
  readonly sounds: string[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly sockets = new WebSocketServer({ server: this.server, path: '/socket' });

  private constructor(private readonly built: BuiltWidgets) {
    this.sockets.on('connection', (socket) => new FakeSocket(this.room, socket, this.violations));
  }

  static async start(): Promise<FakeGateway> {
    const gateway = new FakeGateway(await builtWidgets());
    await new Promise<void>((done) => gateway.server.listen(0, '127.0.0.1', done));
    return gateway;
  }

  get origin(): string {
    const address = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  page(widget: string, query = ''): string {
    return `${this.origin}/${ROOM_KEY}/${widget}${query}`;
  }

  /** The same page in front of something that looks like video. */
  onBackdrop(widget: string, backdrop: 'dark' | 'light'): string {
    return `${this.origin}/backdrop?on=${backdrop}&src=${encodeURIComponent(this.page(widget))}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.sockets.clients) client.terminate();
    this.sockets.close();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    const [, first = '', second = ''] = url.pathname.split('/');
    if (url.pathname.startsWith('/assets/library/sounds/')) return await this.sound(response, url.pathname);
    if (first === 'assets') return this.asset(response, basename(url.pathname));
    if (first === 'img') return respond(response, 200, 'image/svg+xml', drawPicture(url.pathname.slice(5)));
    if (first === 'backdrop') return respond(response, 200, 'text/html; charset=utf-8', backdropPage(url.searchParams));
    if (first === 'favicon.ico') return respond(response, 204, 'image/png', '');
    if (second === 'unavailable') return this.message(response, 503, 'unavailable.pug', { retryAfter: 5 });
    if (first !== ROOM_KEY) return this.message(response, 404, 'not-found.pug', { reason: 'key' });
    if (!isWidgetType(second)) return this.message(response, 404, 'not-found.pug', { reason: 'widget' });
    return this.widget(response, second, url);
  }

  private widget(response: ServerResponse, widget: string, url: URL): void {
    const assets = this.built.manifest.widgets[widget];
    if (!assets || !isWidgetType(widget)) return this.message(response, 404, 'not-found.pug', { reason: 'unbuilt' });
    const nonce = randomBytes(16).toString('base64');
    const id = url.searchParams.get('id');
    const preview = url.searchParams.get('preview') === '1';
    const { dashboards } = this;
    const boot = { widget, preview, ...(id ? { id } : {}), ...(preview ? { dashboards } : {}) };
    const instance = this.room.instance(widget);
    const { theme, assets: later } = themeLocals(this.built.manifest, instance.settings['theme']);
    const page = { ...boot, assets: later };
    const locals = { ...assets, theme, widget: instance, sourceUrl: SOURCE, nonce, boot: page };
    const html = renderFile(join(views, 'widget.pug'), { ...locals, cache: true });
    response.setHeader('Content-Security-Policy', policy(url.host, nonce));
    respond(response, 200, 'text/html; charset=utf-8', html);
  }

  /** The sound of the library, or a tenth of a second of silence under any other name. */
  private async sound(response: ServerResponse, path: string): Promise<void> {
    this.sounds.push(path);
    const file = join(this.built.folder, 'library/sounds', basename(path));
    const found = await readFile(file).catch(() => undefined);
    if (found) return respond(response, 200, 'audio/wav', found);
    const samples = 800;
    const wave = Buffer.alloc(44 + samples);
    wave.write('RIFF', 0);
    wave.writeUInt32LE(36 + samples, 4);
    wave.write('WAVEfmt ', 8);
    wave.writeUInt32LE(16, 16);
    wave.writeUInt16LE(1, 20);
    wave.writeUInt16LE(1, 22);
    wave.writeUInt32LE(8000, 24);
    wave.writeUInt32LE(8000, 28);
    wave.writeUInt16LE(1, 32);
    wave.writeUInt16LE(8, 34);
    wave.write('data', 36);
    wave.writeUInt32LE(samples, 40);
    wave.fill(128, 44);
    respond(response, 200, 'audio/wav', wave);
  }

  private message(response: ServerResponse, status: number, view: string, more: Record<string, unknown>): void {
    const locals = { ...this.built.manifest.message, sourceUrl: SOURCE, ...more };
    respond(response, status, 'text/html; charset=utf-8', renderFile(join(views, view), { ...locals, cache: true }));
  }

  private async asset(response: ServerResponse, name: string): Promise<void> {
    const body = await readFile(join(this.built.folder, name)).catch(() => undefined);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    respond(response, body ? 200 : 404, TYPES[extname(name)] ?? 'application/json', body ?? '');
  }
}

function policy(host: string, nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' https: data:",
    "font-src 'self'",
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function respond(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}
