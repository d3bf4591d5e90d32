import { CalendarClock } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** Streams that ended. */
export const streams: Feature = {
  pages: [
    { path: 'streams', area: 'streamer', load: () => import('./streams-page.js') },
    { path: 'streams/:stream', area: 'streamer', load: () => import('./stream-page.js') },
  ],
  nav: [{ to: '/streams', label: 'Past streams', icon: CalendarClock, section: 'history', order: 1 }],
};
