import { median, rounded, spread } from '../lib/statistics.mjs';

/**
 * A target is met when the median is on its side, missed when the median is beyond it by more than this share and most
 * rounds are too; between the two it is within noise.
 */
const MARGIN = 0.1;
/** Alone on a quiet machine ratios move by a few per cent; the quick form has few rounds and much beside it. */
const QUICK_MARGIN = 0.4;

export function verdictsOf({ part, figures, settings }) {
  const margin = settings.quick ? QUICK_MARGIN : MARGIN;
  const judge = JUDGES[part];
  return judge ? judge(figures, settings).map((one) => ({ ...one, verdict: judged(one, margin) })) : [];
}

/** The targets of a part in two series: what each measured and said, and whether they agree. */
export function verdictsTwice(first, second) {
  const again = new Map(verdictsOf(second).map((one) => [one.what, one]));
  return verdictsOf(first)
    .filter(({ target }) => target !== undefined)
    .map(({ what, target, atLeast, measured, verdict }) => {
      const other = again.get(what);
      const agree = other?.verdict === verdict;
      return { what, target, atLeast, first: { measured, verdict }, second: other, agree };
    });
}

function judged({ measured, values, target, atLeast, exact }, margin) {
  if (target === undefined) return 'reported';
  if (measured === undefined) return 'not measured';
  if (exact) return values.every((value) => value === target) ? 'met' : 'missed';
  const beyond = (value, share) => (atLeast ? value < target * (1 - share) : value > target * (1 + share));
  if (!beyond(measured, 0)) return 'met';
  const most = (values ?? [measured]).filter((value) => beyond(value, margin));
  return most.length * 2 > (values ?? [measured]).length ? 'missed' : 'within noise';
}

const JUDGES = {
  relay: (figures, { rates, quick }) =>
    quick ? quickVerdicts(figures, rates[0]) : rates.flatMap((rate) => relayVerdicts(figures, rate)),
  idle: (figures) => {
    const byRound = ratios(figures, 'ours', 'socketio-redis', ({ kib }) => kib);
    return [row('memory of an idle socket, against Socket.IO', byRound, 0.55)];
  },
  ladder: (figures) => {
    const highest = (system, peer) => ratios(figures, system, peer, (one) => one.highest);
    return [
      row('highest rate, against the tuned original', highest('ours', 'rabbitmq-tuned'), 4, true),
      row('highest rate, against Socket.IO + Redis adapter', highest('ours', 'socketio-redis'), 3, true),
      // How far anything at all can get here: where this is below a target, no server reaches it.
      row('highest rate of no bus at all, against the tuned original', highest('bare', 'rabbitmq-tuned')),
      row('highest rate of no bus at all, against Socket.IO + Redis adapter', highest('bare', 'socketio-redis')),
      row('highest rate of plain sockets with Redis, against the tuned original', highest('net', 'rabbitmq-tuned')),
    ];
  },
  overload: (figures) => {
    const ours = figures.filter(({ system }) => system === 'ours');
    const share = ours.map(({ alerts }) => alerts.delivered / alerts.sent);
    return [
      { ...row('alerts delivered at twice the highest rate', share, 1, true), exact: true },
      row(
        'p99 of alerts at twice the highest rate, ms',
        ours.map(({ alerts }) => alerts.p99),
        500,
      ),
      row(
        'memory of worker and gateway meanwhile, MiB',
        ours.map(({ memory }) => memory.broker + memory.gateway),
      ),
    ];
  },
};

/** At low rates everything is fast: only 5,000/s has targets. */
function relayVerdicts(figures, rate) {
  const at = figures.filter((one) => one.rate === rate && !one.disturbed && one.complete);
  const p99 = ({ latency }) => latency.p99;
  const p50 = ({ latency }) => latency.p50;
  const whole = ({ cpu }) => cpu.whole;
  const gateway = ({ cpu }) => cpu.gateway;
  const gated = rate >= 5000;
  const line = (what, peer, value, target) =>
    row(`${rate}/s: ${what}`, ratios(at, 'ours', peer, value), gated ? target : undefined);
  return [
    line('p99, against the tuned original', 'rabbitmq-tuned', p99, 0.3),
    line('p99, against Socket.IO + Redis adapter', 'socketio-redis', p99, 0.5),
    line('p50, against no bus at all', 'bare', p50, 1.6),
    line('CPU an event, against the tuned original', 'rabbitmq-tuned', whole, 0.8),
    line('CPU an event, against Socket.IO + Redis adapter', 'socketio-redis', whole, 0.9),
    line('fan-out CPU, against plain sockets', 'net', gateway, 1.25),
    line('fan-out CPU, against Socket.IO', 'socketio-redis', gateway, 0.65),
    row(`${rate}/s: rounds thrown away or incomplete`, [figures.filter((one) => one.rate === rate).length - at.length]),
  ];
}

/** What a busy machine cannot turn around: everything arrives, and less work than the original. */
function quickVerdicts(figures, rate) {
  const whole = ({ cpu }) => cpu.whole;
  const gateway = ({ cpu }) => cpu.gateway;
  const ours = figures.filter(({ system }) => system === 'ours');
  return [
    {
      ...row(
        'delivered of what was due',
        ours.map(({ delivered, expected }) => delivered / expected),
        1,
        true,
      ),
      exact: true,
    },
    row(`${rate}/s: gateway CPU, against the tuned original`, ratios(figures, 'ours', 'rabbitmq-tuned', gateway), 0.65),
    row(`${rate}/s: CPU an event, against the tuned original`, ratios(figures, 'ours', 'rabbitmq-tuned', whole), 0.8),
  ];
}

function row(what, values, target, atLeast = false) {
  const range = spread(values);
  return {
    what,
    values,
    measured: rounded(range?.median),
    least: rounded(range?.least),
    most: rounded(range?.most),
    ...(target === undefined ? {} : { target, atLeast }),
  };
}

/** One ratio a round: what ran side by side is compared, not what ran at other times. */
function ratios(figures, one, other, value) {
  const roundsOf = (system) =>
    Map.groupBy(
      figures.filter((figure) => figure.system === system),
      ({ round }) => round,
    );
  const [mine, theirs] = [roundsOf(one), roundsOf(other)];
  return [...mine.keys()].flatMap((round) => {
    const [a, b] = [mine.get(round), theirs.get(round)].map((list) => median((list ?? []).map(value)));
    return a !== undefined && b ? [a / b] : [];
  });
}
