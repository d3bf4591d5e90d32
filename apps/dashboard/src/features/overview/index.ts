import { Activity } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** Whether it works, and the totals of tonight. */
export const overview: Feature = {
  pages: [{ path: 'overview', area: 'streamer', load: () => import('./overview-page.js') }],
  nav: [{ to: '/overview', label: 'Overview', icon: Activity, section: 'live', order: 1, phone: true }],
};
