import { features } from '../features/index.js';
import { NAV_SECTIONS, type NavItem, type NavSection } from './feature.js';

const WORDS: Record<NavSection, string> = { live: 'Live', overlay: 'Overlay', history: 'History', admin: 'Server' };

/** The menu, for somebody who may see the pages of admins or not, and has a streamer or not. */
export function navFor(who: {
  admin: boolean;
  streamer: boolean;
  billing: boolean;
}): { title: string; items: NavItem[] }[] {
  const all = features.flatMap(({ nav }) => nav ?? []).filter(({ sold }) => !sold || who.billing);
  return NAV_SECTIONS.filter((section) => (section === 'admin' ? who.admin : who.streamer))
    .map((section) => ({
      title: WORDS[section],
      items: all.filter((item) => item.section === section).sort((a, b) => a.order - b.order),
    }))
    .filter(({ items }) => items.length > 0);
}
