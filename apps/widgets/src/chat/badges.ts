import { h, icon } from '../ui/dom.js';

const SHIELD = ['M12 2.500l7.500 2.800v6c0 4.800-3.100 8.600-7.500 10.200C7.600 19.900 4.500 16.100 4.500 11.300v-6z'];
const STAR = [
  'M12 2.800l2.800 6 6.500.8-4.800 4.500 1.300 6.500L12 17.300l-5.800 3.300 1.300-6.500L2.700 9.600l6.500-.8z',
];

export function badgesOf(user: { moderator: boolean; subscriber: boolean }): HTMLElement[] {
  const badges: HTMLElement[] = [];
  if (user.moderator) badges.push(h('span', 'badge badge--moderator', icon('badge__icon', '0 0 24 24', SHIELD)));
  if (user.subscriber) badges.push(h('span', 'badge badge--subscriber', icon('badge__icon', '0 0 24 24', STAR)));
  return badges;
}
