import type { LoggedEvent } from '#libs/contracts';
import { BoundedSet } from '../runtime/bounded-set.js';
import { Controls } from '../runtime/controls.js';
import { ServerClock } from '../runtime/server-clock.js';
import { browserClock } from '../runtime/timers.js';
import type { Widget } from '../runtime/widget.js';
import { ChatFeed } from './chat-feed.js';
import type { ChatView } from './chat-view.js';

const SEEN = 5000;

export function chatWidget(view: ChatView): Widget {
  const seen = new BoundedSet<string>(SEEN);
  const controls = new Controls();
  const time = new ServerClock(() => Date.now());
  const feed = new ChatFeed(browserClock, view, view.configure({}));
  const restore = (recent: readonly LoggedEvent[]): void => {
    for (const { event } of recent) time.observe(event.receivedAt);
    const now = time.now();
    feed.restore(
      recent.flatMap(({ event }) => {
        return event.type === 'chat' && seen.add(event.id) ? [{ event, age: now - event.receivedAt }] : [];
      }),
    );
  };
  return {
    settings: (settings) => feed.configure(view.configure(settings)),
    welcome(welcome) {
      controls.adopt(welcome.control);
      restore(welcome.snapshot.recent);
    },
    snapshot: (snapshot) => restore(snapshot.recent),
    items(items) {
      for (const { event } of items) {
        time.observe(event.receivedAt);
        if (event.type === 'chat' && seen.add(event.id)) feed.push(event);
      }
    },
    control(message) {
      if (!controls.isNew(message)) return;
      if (message.action === 'clear') feed.blank();
      if (message.action === 'reload') location.reload();
    },
    blank: () => feed.blank(),
  };
}
