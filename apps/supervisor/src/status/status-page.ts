import type { StatusView } from '#libs/contracts';
import { escapeHtml, staticPage, type StaticPage } from '../http/html.js';
import { LOGO, PAGE_STYLE } from '../http/page.style.js';
import { PART_NAMES } from './status.service.js';

const STYLE = `${PAGE_STYLE}
:root{--good:#1f8a4c;--poor:#b86e00;--bad:#c62b3c;--none:#d9d3dd}
@media (prefers-color-scheme:dark){:root{--good:#4cc27f;--poor:#e5a33b;--bad:#ff6b78;--none:#3a3444}}
h1{font-size:clamp(2rem,5vw,3rem);max-width:none;display:flex;align-items:center;gap:.85rem;margin:2rem 0 .5rem}
.dot{flex:none;width:.7em;height:.7em;border-radius:50%;background:var(--good)}
.trouble .dot,.dot.trouble{background:var(--bad)}
.part{border:1px solid var(--line);border-radius:16px;background:var(--plate);padding:1.1rem 1.25rem;margin:0 0 .75rem}
.part .line{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;justify-content:space-between}
.part b{font-weight:600}
.part .state{font-weight:550;color:var(--good)}
.part .state.trouble{color:var(--bad)}
.days{display:flex;gap:3px;list-style:none;margin:.75rem 0 .35rem;padding:0}
.days li{flex:1;height:2rem;border-radius:3px;background:var(--none)}
.days .good{background:var(--good)}.days .poor{background:var(--poor)}.days .bad{background:var(--bad)}
.ends{display:flex;justify-content:space-between;color:var(--soft);font-size:.85rem}
.notice{border-left:4px solid var(--bad);padding:.1rem 0 .1rem 1rem;margin:0 0 1.25rem}
.notice p{margin:.25rem 0;white-space:pre-line}
time{font-variant-numeric:tabular-nums}
.quiet{color:var(--soft)}
`;

/** Ninety-nine of a hundred looks is a day with a short trouble. */
function dayClass(uptime: number | null): string {
  if (uptime === null) return '';
  return uptime >= 0.9995 ? 'good' : uptime >= 0.99 ? 'poor' : 'bad';
}

const percent = (share: number) => `${(Math.floor(share * 10_000) / 100).toFixed(share === 1 ? 0 : 2)} %`;
const moment = (time: string) => `<time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time>`;

function duration(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function part({ name, state, uptime, days }: StatusView['parts'][number]): string {
  const bars = days.map(({ day, uptime: share }) => {
    const title = `${day}: ${share === null ? 'no data' : percent(share)}`;
    return `<li class="${dayClass(share)}" title="${title}"></li>`;
  });
  const label = `Last ${days.length} days: ${uptime === null ? 'no data yet' : percent(uptime)}`;
  return `<section class="part"><div class="line"><b>${escapeHtml(name)}</b>
<span class="state ${state}">${state === 'ok' ? 'Works' : 'In trouble'}</span></div>
<ul class="days" role="img" aria-label="${label}">${bars.join('')}</ul>
<div class="ends"><span>${days.length} days ago</span><span>${uptime === null ? 'No data yet' : percent(uptime)}</span>
<span>Today</span></div></section>`;
}

function notices(list: StatusView['notices'], now: string): string {
  const open = list.filter(({ endsAt }) => endsAt === null || endsAt > now);
  return open
    .map(
      ({ title, text, startsAt }) => `<div class="notice"><b>${escapeHtml(title)}</b>
${text === '' ? '' : `<p>${escapeHtml(text)}</p>`}<span class="quiet">${moment(startsAt)}</span></div>`,
    )
    .join('');
}

function incidents(list: StatusView['incidents']): string {
  if (list.length === 0) return '<p class="quiet">None in the last 30 days.</p>';
  const rows = list.map(({ part: id, beganAt, endedAt }) => {
    const end = endedAt === null ? '<b>goes on</b>' : duration(beganAt, endedAt);
    return `<tr><td>${moment(beganAt)}</td><td>${escapeHtml(PART_NAMES[id])}</td><td>${end}</td></tr>`;
  });
  return `<div class="scroll"><table><thead><tr><th>Began</th><th>What</th><th>How long</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div>`;
}

function past(list: StatusView['notices'], now: string): string {
  const over = list.filter(({ endsAt }) => endsAt !== null && endsAt <= now);
  if (over.length === 0) return '';
  const items = over.map(
    ({ title, text, startsAt }) =>
      `<li><b>${escapeHtml(title)}</b> ${moment(startsAt)}<br><span class="quiet">${escapeHtml(text)}</span></li>`,
  );
  return `<h2>What we said</h2><ul>${items.join('')}</ul>`;
}

/** What everybody may see of how the installation is. */
export function renderStatusPage(view: StatusView, { sourceUrl }: { sourceUrl: string }): StaticPage {
  const well = view.status === 'ok';
  const title = well ? 'Everything works' : view.parts.length === 0 ? 'Starting' : 'Something is not working';
  const body = `<main class="${well ? 'ok' : 'trouble'}"><div class="mark">${LOGO}StreamShape</div>
<h1><span class="dot"></span>${title}</h1>
<p class="lead">Looked at ${moment(view.updatedAt)}. A streamer who is not live is no trouble.</p>
${notices(view.notices, view.updatedAt)}${view.parts.map(part).join('')}
<h2>Incidents</h2>${incidents(view.incidents)}${past(view.notices, view.updatedAt)}
<footer><a href="/status.json">The same for machines</a> · <a href="${escapeHtml(sourceUrl)}">Source code</a></footer></main>`;
  return staticPage({ title: `${title} · StreamShape`, style: STYLE, body });
}
