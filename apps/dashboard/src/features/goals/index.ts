import { Target } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** What the streamer counts towards. */
export const goals: Feature = {
  pages: [{ path: 'goals', area: 'streamer', load: () => import('./goals-page.js') }],
  nav: [{ to: '/goals', label: 'Goals', icon: Target, section: 'overlay', order: 20 }],
};
