import type { UserSpec } from '../messages/event-spec.js';

/** Addresses of the pictures that the simulator draws itself. */
export class PictureUrls {
  constructor(private readonly base: () => string) {}

  avatar(user: UserSpec): string {
    const initials = initialsOf(user.name);
    return `${this.base()}/avatar/${user.id}.svg${initials ? `?t=${encodeURIComponent(initials)}` : ''}`;
  }

  gift(giftId: number): string {
    return `${this.base()}/gift/${giftId}.svg`;
  }

  emote(id: string): string {
    return `${this.base()}/emote/${encodeURIComponent(id)}.svg`;
  }
}

/** Up to two initials where every machine has a font for them; other scripts get a drawn portrait. */
export function initialsOf(name: string): string {
  const words = name.normalize('NFC').split(/\s+/u);
  const letters = words.flatMap((word) => word.match(/^[\p{Script=Latin}\p{Script=Cyrillic}]/u) ?? []);
  return letters.slice(0, 2).join('').toUpperCase();
}
