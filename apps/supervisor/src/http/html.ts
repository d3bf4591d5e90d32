import { createHash } from 'node:crypto';

/** The parts of a Fastify reply that are needed to send a page. */
export interface HtmlReply {
  header(name: string, value: string): HtmlReply;
  type(contentType: string): HtmlReply;
  send(body: string): unknown;
}

/** A static page: its one style sheet is allowed by hash, and it can load nothing else but its letters, and run nothing. */
export interface StaticPage {
  html: string;
  contentSecurityPolicy: string;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

export interface PageParts {
  /** Plain text. */
  title: string;
  style: string;
  /** HTML. */
  body: string;
  /** Address of our letters, on this server; those of the system without it. */
  font?: string | undefined;
}

const face = (address: string) =>
  `@font-face{font-family:"Outfit Variable";src:url("${address}") format("woff2");font-weight:100 900;font-display:swap}`;

export function staticPage({ title, style: own, body, font }: PageParts): StaticPage {
  const style = font === undefined ? own : `${face(font)}${own}`;
  const hash = createHash('sha256').update(style).digest('base64');
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light"><title>${escapeHtml(title)}</title><style>${style}</style>`;
  return {
    html: `<!doctype html>\n<html lang="en"><head>${head}</head><body>${body}</body></html>\n`,
    contentSecurityPolicy: [
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      'img-src data:',
      ...(font === undefined ? [] : ["font-src 'self'"]),
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

export function sendHtml(reply: HtmlReply, page: StaticPage): void {
  reply
    .header('content-security-policy', page.contentSecurityPolicy)
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(page.html);
}
