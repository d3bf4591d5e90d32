// The pages' side: many sockets in one process that only find, time and count events in the bytes that arrive.
// A full WebSocket client for each would take more of the machine than the servers that are measured.
import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nowUs } from '../lib/clock.mjs';
import { latencyHistogram, note, summary } from '../lib/histogram.mjs';
import { servePart } from '../lib/part.mjs';
import { MarkReader } from './event.mjs';

const AT_ONCE = 50;
const STEP_MS = 20_000;
const ENGINE_PING = Buffer.from([0x81, 1, 0x32]);
const sockets = [];
let seen = fresh();
let failures = [];

function fresh(from = Infinity, to = Infinity) {
  return { from, to, delivered: 0, serials: 0, alerts: 0, all: latencyHistogram(), alert: latencyHistogram() };
}

function onMark(alert, due, serial) {
  seen.delivered += 1;
  seen.serials += serial;
  if (alert) seen.alerts += 1;
  if (due < seen.from || due >= seen.to) return;
  const latency = nowUs() - due;
  note(seen.all, latency);
  if (alert) note(seen.alert, latency);
}

/** A text frame as a client must send it, masked; with zeros, which change nothing. */
export function clientFrame(text) {
  const body = Buffer.from(text);
  const short = body.length < 126;
  const header = Buffer.alloc(short ? 6 : 8);
  header[0] = 0x81;
  header[1] = 0x80 | (short ? body.length : 126);
  if (!short) header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, body]);
}

/** Opens one socket and goes through `steps`: each waits for `expect` in the bytes, then sends `say`. */
function join({ port, path, steps, pings }) {
  return new Promise((resolve, reject) => {
    const reader = new MarkReader(onMark);
    let at = 0;
    let heard = '';
    const timer = setTimeout(() => reject(new Error(`Step ${at}: ${heard.slice(-300)}`)), STEP_MS);
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const advance = (chunk) => {
      heard += chunk.toString('latin1');
      while (at < steps.length && heard.includes(steps[at].expect)) {
        heard = heard.slice(heard.indexOf(steps[at].expect) + steps[at].expect.length);
        if (steps[at].say) socket.write(clientFrame(steps[at].say));
        at += 1;
      }
      if (at < steps.length) return;
      clearTimeout(timer);
      heard = '';
      resolve();
    };
    socket.on('data', (chunk) => {
      if (at < steps.length) return advance(chunk);
      reader.read(chunk);
      if (pings && chunk.length < 64 && chunk.includes(ENGINE_PING)) socket.write(clientFrame('3'));
    });
    socket.on('error', reject);
    socket.on('close', () => failures.push('closed'));
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    sockets.push(socket);
  });
}

servePart({
  async connect({ targets }) {
    failures = [];
    for (let n = 0; n < targets.length; n += AT_ONCE) await Promise.all(targets.slice(n, n + AT_ONCE).map(join));
    return { sockets: sockets.length };
  },
  /** Every target after a wait of its own; how long each took from its first byte to the last step. */
  async storm({ targets, least, most }) {
    const times = latencyHistogram();
    const begun = nowUs();
    const outcomes = await Promise.allSettled(
      targets.map(async (target) => {
        await sleep(least + Math.random() * (most - least));
        const from = nowUs();
        await join(target);
        note(times, nowUs() - from);
      }),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected').length;
    return { refused, allMs: Math.round((nowUs() - begun) / 1000), handshake: summary(times) };
  },
  /** Counts from zero; times events that are due from `from` until `to`. */
  watch({ from, to }) {
    seen = fresh(from, to);
  },
  counts: () => ({ delivered: seen.delivered, serials: seen.serials, alerts: seen.alerts, lost: failures.length }),
  latencies: () => ({ all: summary(seen.all), alerts: summary(seen.alert) }),
  async disconnect() {
    for (const socket of sockets.splice(0)) socket.destroy();
  },
});
