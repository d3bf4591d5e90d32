import type { IncomingMessage, ServerResponse } from 'node:http';
import { avatarSvg } from '../pictures/avatar-svg.js';
import { emoteSvg, giftSvg } from '../pictures/gift-svg.js';
import { json, svg, write } from './answer.js';
import type { Answer } from './answer.js';
import { ControlError } from './control-error.js';
import { ControlRoutes } from './control-routes.js';
import { readJson } from './read-json.js';
import type { Call, ControlledSimulator } from './request-call.js';
import { SignRoutes } from './sign-routes.js';
import { WebRoutes } from './web-routes.js';

/** One port for everything: the path tells web host, webcast host, sign server, pictures and control apart. */
export class HttpRouter {
  private readonly web: WebRoutes;
  private readonly sign: SignRoutes;
  private readonly control: ControlRoutes;

  constructor(simulator: ControlledSimulator) {
    this.web = new WebRoutes(simulator);
    this.sign = new SignRoutes(simulator);
    this.control = new ControlRoutes(simulator);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.answer(request).then(
      (answer) => write(response, answer),
      (error: unknown) => write(response, toAnswer(error)),
    );
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const host = request.headers.host ?? '127.0.0.1';
    const url = new URL(request.url ?? '/', `http://${host}`);
    const call: Call = { request, url, host, path: url.pathname };
    if (call.path.startsWith('/_control')) return this.control.handle(call);
    if (call.path === '/tiktok/sign_url') return this.sign.signUrl(call, await readJson(request));
    return this.tiktok(call) ?? picture(call) ?? plain(call);
  }

  private tiktok(call: Call): Answer | undefined {
    const { path } = call;
    const live = /^\/@([^/]+)\/live\/?$/.exec(path)?.[1];
    if (live !== undefined) return this.web.livePage(decodeURIComponent(live));
    if (path === '/api-live/user/room/') return this.web.apiLive(call);
    if (path === '/webcast/room/info/') return this.web.roomInfo(call);
    if (path === '/webcast/gift/list/') return this.web.giftList(call);
    const anchor = /^\/webcast\/anchors\/([^/]+)\/room_id$/.exec(path)?.[1];
    if (anchor !== undefined) return this.sign.roomId(call, decodeURIComponent(anchor));
    const connect = /^\/webcast\/rooms\/([^/]+)\/connect$/.exec(path)?.[1];
    return connect === undefined ? undefined : this.sign.connect(call, decodeURIComponent(connect));
  }
}

function picture({ path, url }: Call): Answer | undefined {
  const [, kind, rawId] = /^\/(avatar|gift|emote)\/([^/]+)\.svg$/.exec(path) ?? [];
  if (kind === undefined || rawId === undefined) return undefined;
  const id = decodeURIComponent(rawId);
  if (kind === 'gift') return svg(giftSvg(id));
  if (kind === 'emote') return svg(emoteSvg(id));
  return svg(avatarSvg(id, [...(url.searchParams.get('t') ?? '')].slice(0, 2).join('')));
}

function plain({ path }: Call): Answer {
  if (path === '/health/live' || path === '/health/ready') return json(200, { status: 'ok' });
  if (path === '/') return json(200, { name: 'StreamShape TikTok simulator', control: '/_control' });
  return json(404, { error: `no route ${path}; GET /_control lists what can be controlled` });
}

function toAnswer(error: unknown): Answer {
  if (error instanceof ControlError) return json(error.status, { error: error.message });
  if (error instanceof TypeError || error instanceof RangeError || error instanceof URIError) {
    return json(400, { error: error.message });
  }
  return json(500, { error: error instanceof Error ? error.message : String(error) });
}
