import type { LiveEvent, LoggedEvent } from '#libs/contracts';
import { BoundedSet } from '../runtime/bounded-set.js';
import { ServerClock } from '../runtime/server-clock.js';
import { browserClock } from '../runtime/timers.js';
import type { Widget } from '../runtime/widget.js';
import { ListFeed } from '../lists/list-feed.js';
import type { ChatEvent } from './chat-event.js';
import { type ChatRules, isWanted } from './chat-settings.js';
import type { ChatView } from './chat-view.js';

const SEEN = 5000;

export function chatWidget(view: ChatView): Widget {
  const seen = new BoundedSet<string>(SEEN);
  const time = new ServerClock(() => Date.now());
  let rules: ChatRules = view.configure({});
  const feed = new ListFeed<ChatEvent>(browserClock, view, rules);
  const isNew = (event: LiveEvent): event is ChatEvent =>
    event.type === 'chat' && isWanted(event, rules) && seen.add(event.id);
  const restore = (recent: readonly LoggedEvent[]): void => {
    for (const { event } of recent) time.observe(event.receivedAt);
    const now = time.now();
    feed.restore(
      recent.flatMap(({ event }) => {
        return isNew(event) ? [{ event, age: now - event.receivedAt }] : [];
      }),
    );
  };
  return {
    settings(settings) {
      rules = view.configure(settings);
      feed.configure(rules);
      feed.review((event) => isWanted(event, rules));
    },
    welcome(welcome) {
      restore(welcome.snapshot.recent);
    },
    snapshot: (snapshot) => restore(snapshot.recent),
    items(items) {
      for (const { event } of items) {
        time.observe(event.receivedAt);
        if (isNew(event)) feed.push(event);
      }
    },
    control(message) {
      if (message.action === 'clear') feed.blank();
    },
    review: (wanted) => feed.review(wanted),
    redraw: () => !feed.empty,
    blank: () => feed.blank(),
  };
}
