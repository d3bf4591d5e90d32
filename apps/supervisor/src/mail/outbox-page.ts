import type { MailContent } from '#libs/domain';
import { escapeHtml, staticPage, type StaticPage } from '../http/html.js';
import { LOGO, PAGE_STYLE } from '../http/page.style.js';

const STYLE = `${PAGE_STYLE}
article{margin:0 0 1.25rem;padding:1.25rem 1.4rem;border:1px solid var(--line);border-radius:16px;background:var(--plate)}
article h2{margin:0 0 .25rem;font-size:1.15rem;color:var(--ink)}
.meta{margin:0 0 1rem;color:var(--soft);font-size:.95rem}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
`;

/** Addresses of this server alone become links. */
function withLinks(text: string, publicUrl: string): string {
  const start = escapeHtml(publicUrl.replace(/\/$/, ''));
  const pattern = new RegExp(`${start.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}/[^\\s<]*`, 'g');
  return escapeHtml(text).replaceAll(pattern, (url) => `<a href="${url}">${url}</a>`);
}

/** Mails that were not sent, because this server has no mail server: for a demo. */
export function renderOutbox(mails: readonly (MailContent & { sentAt: Date })[], publicUrl: string): StaticPage {
  const items = mails.map(
    ({ to, subject, text, sentAt }) => `<article><h2>${escapeHtml(subject)}</h2>
<p class="meta">To ${escapeHtml(to)}, <time datetime="${sentAt.toISOString()}">${sentAt.toISOString()}</time></p>
<pre>${withLinks(text, publicUrl)}</pre></article>`,
  );
  const none = '<p class="lead">No mails yet. Sign up, and reload this page.</p>';
  const body = `<main><div class="mark">${LOGO}StreamShape</div><h1>Outbox</h1>
<p class="lead">This demo has no mail server: what it would send is shown here, newest first.</p>
${items.length === 0 ? none : items.join('\n')}
<footer><a href="/">Back to the dashboard</a></footer></main>`;
  return staticPage({ title: 'Outbox, StreamShape', style: STYLE, body });
}
