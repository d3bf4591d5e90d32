import { CreditCard } from 'lucide-react';
import type { Feature } from '../../app/feature.js';

/** What the streamer pays, and what for. */
export const billing: Feature = {
  pages: [
    { path: 'pricing', area: 'public', load: () => import('./pricing-page.js') },
    { path: 'billing', area: 'account', load: () => import('./billing-page.js') },
  ],
  nav: [{ to: '/billing', label: 'Billing', icon: CreditCard, section: 'history', order: 90, sold: true }],
};
