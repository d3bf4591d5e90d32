import { ShieldBan } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** What viewers never get to see. */
export const moderation: Feature = {
  pages: [{ path: 'moderation', area: 'streamer', load: () => import('./moderation-page.js') }],
  nav: [{ to: '/moderation', label: 'Blocked', icon: ShieldBan, section: 'live', order: 40 }],
};
