import type { Feature } from '../../app/feature.js';

/** Everything before somebody is signed in. */
export const signingIn: Feature = {
  pages: [
    { path: 'sign-in', area: 'public', load: () => import('./sign-in-page.js') },
    { path: 'sign-up', area: 'public', load: () => import('./sign-up-page.js') },
    { path: 'verify-email', area: 'public', load: () => import('./verify-email-page.js') },
    { path: 'forgot-password', area: 'public', load: () => import('./forgot-password-page.js') },
    { path: 'reset-password', area: 'public', load: () => import('./reset-password-page.js') },
  ],
};
