import { MEMORY_FLAG } from '../../scripts/system/node-flags.mjs';
import { median, spread } from '../lib/statistics.mjs';
import { barChart, lineChart, shortNumber } from './svg.mjs';
import { verdictsOf, verdictsTwice } from './verdicts.mjs';

const KINDS = { ours: 'ours', bare: 'limit' };
const table = (header, rows) =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const ranged = (range, unit = '') =>
  range === undefined
    ? '-'
    : `${shortNumber(range.median)}${unit} (${shortNumber(range.least)} to ${shortNumber(range.most)})`;

const titlesOf = ({ settings }) => new Map(settings.systems.map(({ id, title }) => [id, title]));

/** One row a system, of what `value` says of its rounds. */
function bySystem(result, figures, value) {
  return [...titlesOf(result)].flatMap(([id, label]) => {
    const range = spread(figures.filter(({ system }) => system === id).map(value));
    return range ? [{ id, label, kind: KINDS[id], ...range }] : [];
  });
}

function verdictTable(result) {
  const rows = verdictsOf(result).map(({ what, measured, least, most, target, atLeast, verdict }) => [
    what,
    measured === undefined ? '-' : `${shortNumber(measured)} (${shortNumber(least)} to ${shortNumber(most)})`,
    target === undefined ? '' : `${atLeast ? '>=' : '<='} ${target}`,
    verdict,
  ]);
  return rows.length === 0 ? '' : table(['What', 'Median (range of the rounds)', 'Target', 'Verdict'], rows);
}

function productsOf(pairs) {
  const [first, second] = [0, 1].map((n) => [...new Set(pairs.map((pair) => pair[n].machine.product))].join(', '));
  return `First with product ${first}, then with product ${second}.`;
}

/** The targets in two series of the same command, of all parts that ran twice. */
export function twice(pairs) {
  const figure = (one) => (one?.measured === undefined ? '-' : shortNumber(one.measured));
  const rows = pairs
    .flatMap(([first, second]) => verdictsTwice(first, second))
    .map(({ what, target, atLeast, first, second, agree }) => [
      what,
      `${atLeast ? '>=' : '<='} ${target}`,
      figure(first),
      figure(second),
      agree ? first.verdict : `${first.verdict}, then ${second?.verdict ?? 'not measured'}`,
    ]);
  return rows.length === 0
    ? ''
    : `## The same command twice\n\n${productsOf(pairs)}\n\n${table(['What', 'Target', 'First', 'Second', 'Verdict of both'], rows)}`;
}

function relay(result) {
  const charts = {};
  const texts = result.settings.rates.flatMap((rate) => {
    const all = result.figures.filter((one) => one.rate === rate);
    const good = all.filter(({ complete, disturbed }) => complete && !disturbed);
    if (good.length === 0) return [`### ${rate} events a second\n\nEvery round was disturbed: no figures.`];
    const p99 = bySystem(result, good, ({ latency }) => latency.p99);
    const cpu = bySystem(result, good, (one) => one.cpu.whole);
    charts[`relay-p99-${rate}`] = barChart({
      title: `p99 from due to the client's socket, ${rate} events/s`,
      unit: 'ms',
      rows: p99,
      log: true,
    });
    charts[`relay-cpu-${rate}`] = barChart({
      title: `Processor time an event, all processes, ${rate} events/s`,
      unit: 'µs',
      rows: cpu,
    });
    const rows = [...titlesOf(result)].map(([id, title]) => {
      const mine = good.filter(({ system }) => system === id);
      const of = (value, unit) => ranged(spread(mine.map(value)), unit);
      return [
        title,
        of(({ latency }) => latency.p50),
        of(({ latency }) => latency.p99),
        of((one) => one.cpu.whole),
        of((one) => one.cpu.gateway),
        `${mine.length} of ${all.filter(({ system }) => system === id).length}`,
      ];
    });
    return [
      `### ${rate} events a second, each to three sockets`,
      `![p99](performance/relay-p99-${rate}.svg)\n\n![CPU](performance/relay-cpu-${rate}.svg)`,
      table(['Way', 'p50, ms', 'p99, ms', 'CPU an event, µs', 'of it gateway', 'Rounds that count'], rows),
    ];
  });
  const { streamers, sockets, rounds, warmup, seconds, systems } = result.settings;
  const others = Math.round((median(result.figures.map(({ othersBusy }) => othersBusy)) ?? 0) * 100);
  const how = systems.map(({ title, settings }) => `- **${title}**: ${settings.join('; ')}.`).join('\n');
  return {
    charts,
    text: [
      '## The relay, end to end',
      `${sockets.toLocaleString('en')} sockets of ${streamers} streamers, events of 331 bytes, ${rounds} interleaved rounds of ${warmup} s warm-up and ${seconds} s. ` +
        'Latency counts from the time an event was due. A round whose generator was over 20 ms late is thrown away and repeated, at most three times. ' +
        `Other programs took ${others} % of the machine meanwhile (median).`,
      ...texts,
      '### Against the targets',
      verdictTable(result),
      '### How each was set up',
      `Every process of every way runs Node with \`${MEMORY_FLAG}\`, as ours does where it ships.`,
      how,
    ],
  };
}

function idle(result) {
  const rows = bySystem(result, result.figures, ({ kib }) => kib);
  return {
    charts: { idle: barChart({ title: 'Memory of one idle socket in the gateway process', unit: 'KiB', rows }) },
    text: ['## An idle socket', '![Memory](performance/idle.svg)', verdictTable(result)],
  };
}

function ladder(result) {
  const rows = bySystem(result, result.figures, ({ highest }) => highest);
  return {
    charts: {
      ladder: barChart({ title: 'Highest rate with p99 below 100 ms and everything delivered', unit: '/s', rows }),
    },
    text: ['## The highest rate', '![Rates](performance/ladder.svg)', verdictTable(result)],
  };
}

function overload(result) {
  const rows = result.figures.map(({ system, rate, alerts, delivered, expected, memory, drainMs }) => [
    titlesOf(result).get(system) ?? system,
    `${rate}/s`,
    `${alerts.delivered} of ${alerts.sent}`,
    `${shortNumber(alerts.p99)} ms`,
    `${((delivered / expected) * 100).toFixed(1)} %`,
    `${memory.broker} + ${memory.gateway} MiB`,
    `${(drainMs / 1000).toFixed(1)} s`,
  ]);
  return {
    charts: {},
    text: [
      '## Twice the highest rate',
      table(['Way', 'Rate', 'Alerts', 'p99 of alerts', 'All events', 'Worker + gateway', 'To the last one'], rows),
      verdictTable(result),
    ],
  };
}

const figureTable = (figures) =>
  table(
    ['Figure', 'Measured', 'Target'],
    figures.map(({ figure, measured, unit = '', target }) => [
      figure,
      `${shortNumber(measured)} ${unit}`,
      target === undefined ? '' : `<= ${target} ${unit}`,
    ]),
  );

function path(result) {
  const [{ figures }] = result.figures;
  const rows = figures
    .filter(({ figure }) => figure.endsWith('p50'))
    .map(({ figure, measured }) => ({
      label: figure.replace(/:.*|, p50/, ''),
      median: measured,
      kind: figure.startsWith('whole') ? 'bar' : 'ours',
    }));
  return {
    charts: {
      path: barChart({ title: 'From a frame of TikTok to the screen, median of each part', unit: 'ms', rows }),
    },
    text: [
      '## The whole path',
      'A chat line from the socket of the simulated TikTok to the chat widget in real Chromium.',
      '![Path](performance/path.svg)',
      figureTable(figures),
    ],
  };
}

function growth(result) {
  const { sockets, streamers, gateways, actors, rate } = result.figures;
  const chart = (title, unit, xLabel, rows, x, y) =>
    lineChart({ title, unit, xLabel, points: rows.map((row) => ({ x: row[x], y: row[y] })) });
  return {
    charts: {
      'growth-sockets': chart(
        'Gateway: processor time of one send',
        'µs',
        'sockets on one gateway',
        sockets,
        'sockets',
        'usASend',
      ),
      'growth-streamers': chart(
        'Redis: processor time of one event',
        'µs',
        'streamers in the log',
        streamers,
        'streamers',
        'redisUsAnEvent',
      ),
    },
    text: [
      '## Growth',
      `All at ${rate} events a second.`,
      '![Sockets](performance/growth-sockets.svg)\n\n![Streamers](performance/growth-streamers.svg)',
      table(
        ['Sockets on one gateway', 'KiB a socket', 'µs a send', 'p99, ms'],
        sockets.map((row) => [row.sockets, row.kibASocket, row.usASend, row.p99]),
      ),
      table(
        ['Streamers in the log', 'Redis, µs an event', 'Worker, µs an event', 'Redis, MiB', 'Append, ms', 'p99, ms'],
        streamers.map((row) => [
          row.streamers,
          row.redisUsAnEvent,
          row.workerUsAnEvent,
          row.redisMiB,
          row.appendMs,
          row.p99,
        ]),
      ),
      table(
        ['Gateways', 'All gateways, µs a send', 'Redis, µs an event', 'p99, ms'],
        gateways.map((row) => [row.gateways, row.usASend, row.redisUsAnEvent, row.p99]),
      ),
      ...actors.flatMap(({ scenario, figures }) => [`### ${scenario}`, figureTable(figures)]),
    ],
  };
}

function failover(result) {
  const { starts, reconnects, scenarios } = result.figures;
  return {
    charts: {},
    text: [
      '## Failover and start',
      table(
        ['npm start', 'Both answer after'],
        starts.map(({ start, ms }) => [start, `${(ms / 1000).toFixed(1)} s`]),
      ),
      table(
        ['Pages that come back at once', 'Wait', 'Handshake p50', 'Handshake p99', 'All back after', 'Refused'],
        reconnects.map((one) => [
          one.sockets,
          one.fixed ? 'the same for all' : 'jitter',
          `${one.handshake.p50} ms`,
          `${one.handshake.p99} ms`,
          `${one.allMs} ms`,
          one.refused,
        ]),
      ),
      ...scenarios.flatMap(({ scenario, figures }) => [`### ${scenario}`, figureTable(figures)]),
    ],
  };
}

/** What each part becomes: charts by file name, and Markdown. */
export const SECTIONS = { relay, idle, ladder, overload, path, growth, failover };
