import type { Feature } from '../../app/feature.js';

/** What belongs to the person: name, address, password, sessions, tokens, data, and the end of it all. */
export const account: Feature = {
  pages: [{ path: 'account', area: 'account', load: () => import('./account-page.js') }],
};
