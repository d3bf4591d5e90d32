import { escapeHtml, staticPage, type StaticPage } from '../http/html.js';
import { LOGO, PAGE_STYLE } from '../http/page.style.js';
import type { Operation } from './operation.js';

const ACCESS = {
  none: 'Anybody',
  health: 'HEALTH_TOKEN',
  session: 'Signed in',
  account: 'Signed in, or a token',
  streamer: 'Its owner, or an admin',
  admin: 'Admin, or OPERATOR_TOKEN',
} as const;

function row({ method, path, summary, security, answers, problems = [] }: Operation): string {
  const statuses = [...Object.keys(answers), ...problems].join(', ');
  return `<tr><td><code><span class="method">${method}</span> ${escapeHtml(path)}</code></td>
<td>${escapeHtml(summary)}</td><td>${ACCESS[security]}</td><td>${statuses}</td></tr>`;
}

/** The operations as a table for people; schemas are in the OpenAPI document that it links to. */
export function renderApiDocs(operations: readonly Operation[]): StaticPage {
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  const sections = tags.map((tag) => {
    const rows = operations.filter((operation) => operation.tag === tag).map(row);
    return `<h2>${escapeHtml(tag)}</h2><div class="scroll"><table><thead><tr><th>Operation</th><th>What it does</th>
<th>Who may</th><th>Answers</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  });
  const body = `<main><div class="mark">${LOGO}<a href="/">StreamShape</a></div><h1>API</h1>
<p class="lead">Requests and answers are JSON; errors are problem details (RFC 9457) with a stable <code>code</code>.
Send a token as <code>Authorization: Bearer …</code>. Every schema is in the
<a href="/api/openapi.json">OpenAPI document</a>.</p>${sections.join('')}</main>`;
  return staticPage({ title: 'StreamShape API', style: PAGE_STYLE, body });
}
