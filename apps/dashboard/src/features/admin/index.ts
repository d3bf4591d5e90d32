import { CircleGauge, Gift, Megaphone, Network, ScrollText, Server, Users } from 'lucide-react';
import type { Feature, NavItem } from '../../app/feature.js';

const section = 'admin' satisfies NavItem['section'];

/** For whoever runs the server. */
export const admin: Feature = {
  pages: [
    { path: 'admin', area: 'admin', load: () => import('./accounts/accounts-page.js') },
    { path: 'admin/plans', area: 'admin', load: () => import('./plans/plans-page.js') },
    { path: 'admin/plans/:account', area: 'admin', load: () => import('./plans/account-plan-page.js') },
    { path: 'admin/connections', area: 'admin', load: () => import('./connections/connections-page.js') },
    { path: 'admin/workers', area: 'admin', load: () => import('./workers/workers-page.js') },
    { path: 'admin/health', area: 'admin', load: () => import('./health/health-page.js') },
    { path: 'admin/announcements', area: 'admin', load: () => import('./announcements/announcements-page.js') },
    { path: 'admin/audit', area: 'admin', load: () => import('./audit/audit-page.js') },
  ],
  nav: [
    { to: '/admin', label: 'Accounts', icon: Users, section, order: 1 },
    { to: '/admin/plans', label: 'Plans', icon: Gift, section, order: 2 },
    { to: '/admin/connections', label: 'Connections', icon: Network, section, order: 3 },
    { to: '/admin/workers', label: 'Workers', icon: Server, section, order: 4 },
    { to: '/admin/health', label: 'Health', icon: CircleGauge, section, order: 5 },
    { to: '/admin/announcements', label: 'Announcements', icon: Megaphone, section, order: 6 },
    { to: '/admin/audit', label: 'Audit log', icon: ScrollText, section, order: 7 },
  ],
};
