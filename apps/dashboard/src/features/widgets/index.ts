import { LayoutGrid } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** The widgets of a streamer, and the editor of each. */
export const widgets: Feature = {
  pages: [
    { path: 'widgets', area: 'streamer', load: () => import('./widgets-page.js') },
    { path: 'widgets/:widget', area: 'streamer', load: () => import('../editor/editor-page.js') },
  ],
  nav: [{ to: '/widgets', label: 'Widgets', icon: LayoutGrid, section: 'overlay', order: 10, phone: true }],
};
