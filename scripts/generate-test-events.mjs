import { readFileSync, writeFileSync } from 'node:fs';
import { GIFT_CATALOG } from '../dist/apps/tiktok-simulator/src/lively/gift-catalog.js';
import { LivelyScript } from '../dist/apps/tiktok-simulator/src/lively/lively-script.js';
import { DEMO_HOST } from '../dist/apps/tiktok-simulator/src/lively/people.js';

// Writes what the test panel sends, from the build: the list of gifts, and a stream of the local TikTok's lively room,
// in which everybody is invented.

const FOLDER = 'apps/supervisor/src/test-events';
const DURATION_MS = 150_000;
const SEED = 20;
const lines = (rows) => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;

/** `[id, name, coins]`, cheapest first. One of each name and price; those of the local TikTok keep their ids. */
function giftRows() {
  const recorded = JSON.parse(readFileSync('test/fixtures/tiktok/gifts.json', 'utf8'));
  const byNameAndPrice = new Map();
  for (const { id, name, diamondCount } of [...GIFT_CATALOG, ...recorded]) {
    const clean = name.trim();
    const key = `${clean.toLowerCase()} ${diamondCount}`;
    if (/^[\p{L}\p{N}][\p{L}\p{N}\p{P}\p{S} ]{1,39}$/u.test(clean) && diamondCount > 0 && !byNameAndPrice.has(key)) {
      byNameAndPrice.set(key, [String(id), clean, diamondCount]);
    }
  }
  return [...byNameAndPrice.values()].sort((a, b) => a[2] - b[2] || a[1].localeCompare(b[1], 'en'));
}

/** Messages of a streak say how many there were so far, events how many are new. */
class Streaks {
  totals = new Map();

  row({ gift, groupId, repeatCount = 1, repeatEnd = false }) {
    if (groupId === undefined) return { gift: String(gift.id), count: 1, total: 1 };
    const before = this.totals.get(groupId) ?? 0;
    this.totals.set(groupId, repeatEnd ? Infinity : Math.max(before, repeatCount));
    const count = Math.max(0, repeatCount - before);
    const isNew = repeatEnd ? before !== Infinity : count > 0;
    return isNew && { gift: String(gift.id), count, total: repeatCount, streak: groupId, closed: repeatEnd };
  }
}

/** Streaks whose end was never said are over after this long. */
const STREAK_TIMEOUT_MS = 8000;

function closings(rows) {
  const last = new Map();
  for (const row of rows) if (row.streak) last.set(row.streak, row);
  return [...last.values()]
    .filter(({ closed }) => !closed)
    .map((row) => ({ ...row, at: row.at + STREAK_TIMEOUT_MS, count: 0, closed: true }));
}

const trimmed = ({ id, handle, name, moderator, subscriber, follower, level }) => ({
  ...{ id, handle, name, moderator, subscriber, follower, level },
});

function rowOf(streaks, event) {
  const { type, user } = event;
  const common = { type, user: user && trimmed(user) };
  switch (type) {
    case 'gift': {
      const row = streaks.row(event);
      return row && { ...common, ...row };
    }
    case 'chat':
      return { ...common, text: event.text, language: event.language };
    case 'like':
      return { ...common, count: event.count };
    case 'subscribe':
      return { ...common, months: event.months };
    case 'follow':
    case 'share':
      return common;
    default:
      return undefined;
  }
}

/** First everybody, then `{ at, type, user, … }`: ms since the beginning, place in the first line. */
function streamRows() {
  let id = 100;
  const script = new LivelyScript({
    ...{ seed: SEED, pace: 1, host: DEMO_HOST, startAt: 0 },
    ...{ nextId: () => String(id++), streakEnding: () => 'as-usual' },
  });
  const streaks = new Streaks();
  const rows = [];
  for (let at = 0; at <= DURATION_MS; at += 50) {
    for (const event of script.advance(at)) {
      const row = rowOf(streaks, event);
      if (row) rows.push({ at, ...row });
    }
  }
  const all = [...rows, ...closings(rows)].sort((a, b) => a.at - b.at);
  const people = [...new Map(all.map(({ user }) => [user.id, user])).values()];
  const place = new Map(people.map(({ id: person }, index) => [person, index]));
  return [people, ...all.map((row) => ({ ...row, user: place.get(row.user.id) }))];
}

writeFileSync(`${FOLDER}/gifts.jsonl`, lines(giftRows()));
writeFileSync(`${FOLDER}/recorded-stream.jsonl`, lines(streamRows()));
