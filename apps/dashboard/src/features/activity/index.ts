import { BellRing } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** What happens, and the queues of alerts. */
export const activity: Feature = {
  pages: [{ path: 'activity', area: 'streamer', load: () => import('./activity-page.js') }],
  nav: [{ to: '/activity', label: 'Activity', icon: BellRing, section: 'live', order: 20, phone: true }],
};
