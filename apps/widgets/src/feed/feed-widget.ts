import type { LoggedEvent } from '#libs/contracts';
import { POSITIONS } from '../../../../libs/contracts/src/widgets/look-options.js';
import { ListFeed } from '../lists/list-feed.js';
import { ListView } from '../lists/list-view.js';
import { BoundedMap } from '../runtime/bounded-map.js';
import { BoundedSet } from '../runtime/bounded-set.js';
import { ServerClock } from '../runtime/server-clock.js';
import { browserClock } from '../runtime/timers.js';
import type { Widget } from '../runtime/widget.js';
import { applyLook, readLook } from '../ui/look.js';
import { SettingsReader } from '../ui/settings.js';
import { type FeedEntry, type FeedKind, feedEntryOf } from './feed-entry.js';
import { FeedRow } from './feed-row.js';

const SEEN = 5000;
const ROWS = 60;

function readSettings(settings: Record<string, unknown>) {
  const read = new SettingsReader(settings);
  const kinds = new Set<FeedKind>();
  if (read.flag('showGifts', true)) kinds.add('gift');
  if (read.flag('showFollows', true)) kinds.add('follow');
  if (read.flag('showSubscribes', true)) kinds.add('subscribe');
  if (read.flag('showShares', true)) kinds.add('share');
  if (read.flag('showJoins', false)) kinds.add('join');
  return {
    look: readLook(read),
    position: read.choice('position', POSITIONS, 'bottom-left'),
    filter: { kinds, minimumCoins: read.number('minimumCoins', 0, 0, 1_000_000) },
    rules: {
      maxMessages: read.number('maxEntries', 6, 1, 30),
      lifetimeMs: read.number('lifetimeSeconds', 0, 0, 3600) * 1000,
      delayMs: 0,
    },
  };
}

/** What happened lately, one line each. */
export function feedWidget(stage: HTMLElement): Widget {
  let settings = readSettings({});
  const seen = new BoundedSet<string>(SEEN);
  const rows = new BoundedMap<string, FeedRow>(ROWS);
  const time = new ServerClock(() => Date.now());
  const view = new ListView<FeedEntry>(stage, (entry) => {
    const known = rows.get(entry.id);
    // A streak grew in there since.
    if (known?.root.isConnected) return known.root;
    const row = new FeedRow(entry);
    rows.set(entry.id, row);
    return row.root;
  });
  const feed = new ListFeed<FeedEntry>(browserClock, view, settings.rules);

  /** A streak that is on screen grows there. */
  const grew = (entry: FeedEntry): boolean => {
    const row = rows.get(entry.id);
    if (!row?.root.isConnected) return false;
    row.update(entry);
    return true;
  };
  const minimum = (kind: FeedKind): number => (kind === 'gift' ? settings.filter.minimumCoins : 0);
  const entriesOf = (items: readonly LoggedEvent[]): FeedEntry[] =>
    items.flatMap(({ event }) => {
      time.observe(event.receivedAt);
      const entry = seen.add(event.id) ? feedEntryOf(event, settings.filter) : undefined;
      return entry ? [entry] : [];
    });
  const restore = (recent: readonly LoggedEvent[]): void => {
    const newest = new Map(entriesOf(recent).map((entry) => [entry.id, entry]));
    const now = time.now();
    feed.restore([...newest.values()].map((event) => ({ event, age: now - event.receivedAt })));
  };

  return {
    settings(next) {
      settings = readSettings(next);
      applyLook(settings.look, settings.position);
      feed.configure(settings.rules);
      feed.review(({ kind, coins }) => settings.filter.kinds.has(kind) && coins >= minimum(kind));
    },
    welcome: (welcome) => restore(welcome.snapshot.recent),
    snapshot: (snapshot) => restore(snapshot.recent),
    items(items) {
      const fresh = new Map<string, FeedEntry>();
      for (const entry of entriesOf(items)) if (!grew(entry)) fresh.set(entry.id, entry);
      for (const entry of fresh.values()) feed.push(entry);
    },
    control(message) {
      if (message.action === 'clear') feed.blank();
    },
    review: (wanted) => feed.review(({ kind, user }) => wanted({ type: kind, user })),
    redraw: () => !feed.empty,
    blank: () => feed.blank(),
  };
}
