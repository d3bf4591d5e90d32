import { Images } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** The streamer's own pictures and sounds. */
export const uploads: Feature = {
  pages: [{ path: 'uploads', area: 'streamer', load: () => import('./uploads-page.js') }],
  nav: [{ to: '/uploads', label: 'Pictures and sounds', icon: Images, section: 'overlay', order: 30 }],
};
