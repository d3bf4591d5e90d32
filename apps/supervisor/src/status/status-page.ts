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
.incidents span{min-width:6rem;text-align:right}
.incidents .quiet{text-align:left}
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
.past{list-style:none;margin:0;padding:0}
.past li{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;padding:.75rem 0;border-top:1px solid var(--line)}
.past b{font-weight:550;flex:1 1 14rem}
.past .on{color:var(--bad);font-weight:550}
.past p{flex-basis:100%;margin:0;white-space:pre-line}
`;

/** Ninety-nine of a hundred looks is a day with a short trouble. */
function dayClass(uptime: number | null): string {
  if (uptime === null) return '';
  return uptime >= 0.9995 ? 'good' : uptime >= 0.99 ? 'poor' : 'bad';
}

const percent = (share: number) => `${(Math.floor(share * 10_000) / 100).toFixed(share === 1 ? 0 : 2)} %`;
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const moment = (time: string) =>
  `<time datetime="${time}">${day.format(Date.parse(time))}, ${time.slice(11, 16)} UTC</time>`;

function duration(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
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
    const end = endedAt === null ? '<span class="on">goes on</span>' : `<span>${duration(beganAt, endedAt)}</span>`;
    return `<li><b>${escapeHtml(PART_NAMES[id])}</b><span class="quiet">${moment(beganAt)}</span>${end}</li>`;
  });
  return `<ul class="past incidents">${rows.join('')}</ul>`;
}

function past(list: StatusView['notices'], now: string): string {
  const over = list.filter(({ endsAt }) => endsAt !== null && endsAt <= now);
  if (over.length === 0) return '';
  const items = over.map(
    ({ title, text, startsAt }) =>
      `<li><b>${escapeHtml(title)}</b><span class="quiet">${moment(startsAt)}</span>
${text === '' ? '' : `<p class="quiet">${escapeHtml(text)}</p>`}</li>`,
  );
  return `<h2>What we said</h2><ul class="past">${items.join('')}</ul>`;
}

/** What everybody may see of how the installation is. */
export function renderStatusPage(
  view: StatusView,
  { sourceUrl, font }: { sourceUrl: string; font?: string | undefined },
): StaticPage {
  const well = view.status === 'ok';
  const title = well ? 'Everything works' : view.parts.length === 0 ? 'Starting' : 'Something is not working';
  const body = `<main class="${well ? 'ok' : 'trouble'}"><div class="mark">${LOGO}StreamShape</div>
<h1><span class="dot"></span>${title}</h1>
<p class="lead">Checked on ${moment(view.updatedAt)}. A streamer who is not live is no trouble.</p>
${notices(view.notices, view.updatedAt)}${view.parts.map(part).join('')}
<h2>Incidents</h2>${incidents(view.incidents)}${past(view.notices, view.updatedAt)}
<footer><a href="/status.json">The same for machines</a> · <a href="${escapeHtml(sourceUrl)}">Source code</a></footer></main>`;
  return staticPage({ title: `${title} · StreamShape`, style: STYLE, body, font });
}
