import { escapeHtml, staticPage, type StaticPage } from '../http/html.js';
import { LOGO, PAGE_STYLE } from '../http/page.style.js';
import { DEMO_WIDGET_KEY, type SupervisorSettings } from '../supervisor.tokens.js';

interface Card {
  href: string;
  title: string;
  text: string;
}

function cards(title: string, list: readonly Card[]): string {
  const items = list.map(
    (card) => `<li><a href="${escapeHtml(card.href)}"><b>${escapeHtml(card.title)}</b>
<span>${escapeHtml(card.text)}</span></a></li>`,
  );
  return `<h2>${escapeHtml(title)}</h2><ul class="cards">${items.join('')}</ul>`;
}

const OPERATOR_CARDS: Card[] = [
  { href: '/api/docs', title: 'API', text: 'Every operation, and who may call it' },
  { href: '/api/openapi.json', title: 'OpenAPI document', text: 'For generators and clients' },
  { href: '/health/brokers', title: 'Brokers', text: 'How many run, are live, or wait' },
  { href: '/health/ready', title: 'Readiness', text: 'PostgreSQL and Redis, up or down' },
  { href: '/status', title: 'Status page', text: 'How each part is, for everybody to see' },
  { href: '/metrics', title: 'Metrics', text: 'Prometheus text format' },
];

function demoCards(widgetsUrl: string): Card[] {
  const gateway = widgetsUrl.replace(/\/$/, '');
  const page = (widget: string) => `${gateway}/${DEMO_WIDGET_KEY}/${widget}`;
  return [
    { href: `${gateway}/gallery`, title: 'Gallery', text: 'Every widget in every theme, live' },
    { href: page('gifts'), title: 'Gift alerts', text: 'Add it to OBS as a browser source' },
    { href: page('chat'), title: 'Chat', text: 'The room’s chat, as an overlay' },
  ];
}

/** The front page, until the dashboard takes its place. */
export function renderLandingPage(settings: SupervisorSettings): StaticPage {
  const demo = settings.demo ? cards('Demo widgets', demoCards(settings.widgetsUrl)) : '';
  const body = `<main><div class="mark">${LOGO}StreamShape</div>
<h1>Your TikTok LIVE, on your stage.</h1>
<p class="lead">StreamShape follows a TikTok LIVE room and puts gifts, chat and followers into OBS as they happen,
and keeps doing so when machines and connections fail.</p>
${demo}${cards('For operators', OPERATOR_CARDS)}
<footer>Version ${escapeHtml(settings.version)}. Free software under the AGPL-3.0:
<a href="${escapeHtml(settings.sourceUrl)}">source code</a>. Not affiliated with TikTok.</footer></main>`;
  return staticPage({ title: 'StreamShape', style: PAGE_STYLE, body });
}
