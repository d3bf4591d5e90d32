import type { Feature } from '../../app/feature.js';

/** First steps: the handle, a look, and the link in OBS. */
export const welcome: Feature = {
  pages: [{ path: 'welcome', area: 'setup', load: () => import('./welcome-page.js') }],
};
