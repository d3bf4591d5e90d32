import { FlaskConical } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** Trying widgets without a stream. */
export const testPanel: Feature = {
  pages: [{ path: 'test', area: 'streamer', load: () => import('./test-page.js') }],
  nav: [{ to: '/test', label: 'Test', icon: FlaskConical, section: 'live', order: 30, phone: true }],
};
