import type { Feature } from '../../app/feature.js';

/** What visitors see: what the product is, live. */
export const front: Feature = {
  pages: [{ path: '', area: 'public', load: () => import('./front-page.js') }],
};
