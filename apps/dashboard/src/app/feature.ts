import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';

/**
 * Who sees a page, and what stands around it. `public`: everybody. `setup`: signed in, without the menu. `account`:
 * signed in, whatever the standing. `streamer`: signed in, confirmed, not suspended, with a handle. `admin`: admins.
 */
export type Area = 'public' | 'setup' | 'account' | 'streamer' | 'admin';

export interface FeaturePage {
  /** Without the slash at its begin: `streams/:stream`. */
  path: string;
  area: Area;
  /** Loaded when it is first opened. */
  load: () => Promise<{ default: ComponentType }>;
}

export const NAV_SECTIONS = ['live', 'overlay', 'history', 'admin'] as const;
export type NavSection = (typeof NAV_SECTIONS)[number];

export interface NavItem {
  to: string;
  label: string;
  icon: LucideIcon;
  section: NavSection;
  /** Place within its section, the smallest first. */
  order: number;
  /** Whether it is in the bar at the bottom of a phone; four have room there. */
  phone?: boolean;
  /** Only on a server that sells plans. */
  sold?: boolean;
}

/** A part of the dashboard: its pages, and where the menu shows them. Listed in `features/index.ts`. */
export interface Feature {
  pages: readonly FeaturePage[];
  nav?: readonly NavItem[];
}
