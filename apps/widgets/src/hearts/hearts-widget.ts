import type { LiveEventOf, LoggedEvent } from '#libs/contracts';
import type { Widget } from '../runtime/widget.js';
import { h } from '../ui/dom.js';
import { glyph } from '../ui/glyphs.js';
import { applyLook, readLook, setOrRemove } from '../ui/look.js';
import { easing, reducedMotion } from '../ui/motion.js';
import { avatar } from '../ui/pictures.js';
import { SettingsReader } from '../ui/settings.js';
import { displayName } from '../ui/text.js';

type Like = LiveEventOf<'like'>;

const SPREAD_MS = 700;
const MOST_AT_ONCE = 15;
const SHADES = 5;

function readSettings(settings: Record<string, unknown>) {
  const read = new SettingsReader(settings);
  return {
    look: readLook(read),
    position: read.choice('position', ['left', 'center', 'right'], 'right'),
    maxHearts: read.number('maxHearts', 40, 5, 80),
    likesPerHeart: read.number('likesPerHeart', 1, 1, 1000),
    size: read.number('size', 56, 20, 160),
    riseMs: read.number('riseSeconds', 3.2, 1, 10) * 1000,
    showAvatars: read.flag('showAvatars', false),
  };
}

/** Likes rise as hearts, never more than so many at a time. */
export function heartsWidget(stage: HTMLElement): Widget {
  let settings = readSettings({});
  let alive = 0;
  let owed = 0;
  let serial = 0;

  const release = (like: Like): void => {
    if (alive >= settings.maxHearts || document.hidden) return;
    alive += 1;
    serial += 1;
    const heart = buildHeart(like, settings.showAvatars && serial % 3 === 0, serial);
    stage.append(heart);
    const { riseMs } = settings;
    const ends = rise(heart, serial, riseMs * (0.85 + ((serial * 7) % 10) / 33));
    setTimeout(() => {
      alive -= 1;
      heart.remove();
    }, ends);
  };

  const take = (items: readonly LoggedEvent[]): void => {
    for (const { event } of items) {
      if (event.type !== 'like') continue;
      owed += event.count / settings.likesPerHeart;
      const hearts = Math.min(MOST_AT_ONCE, Math.floor(owed));
      owed = Math.max(0, owed - Math.floor(owed));
      for (let index = 0; index < hearts; index += 1) {
        setTimeout(() => release(event), (index / Math.max(1, hearts)) * SPREAD_MS);
      }
    }
  };

  return {
    settings(next) {
      settings = readSettings(next);
      applyLook(settings.look, settings.position);
      setOrRemove('--heart', String(settings.size));
    },
    items: take,
    redraw: () => alive > 0,
    blank: () => stage.replaceChildren(),
  };
}

function buildHeart(like: Like, withFace: boolean, serial: number): HTMLElement {
  const inner = withFace ? avatar('heart__face', like.user, displayName(like.user)) : glyph('like');
  const heart = h('div', `heart heart--${serial % SHADES}`, h('div', 'heart__sway', inner));
  heart.style.setProperty('--x', String(((serial * 61) % 100) / 100));
  heart.style.setProperty('--grow', (0.72 + ((serial * 37) % 40) / 100).toFixed(2));
  return heart;
}

/** Rises and sways; both by transform, in two elements. Returns when it is gone, ms. */
function rise(heart: HTMLElement, serial: number, ms: number): number {
  if (reducedMotion()) {
    heart.animate({ opacity: [0, 1, 0] }, { duration: ms, fill: 'both' });
    return ms;
  }
  heart.animate(
    [
      { opacity: 0, transform: 'translateY(0) scale(.3)' },
      { opacity: 1, transform: 'translateY(-8vh) scale(1)', offset: 0.1 },
      { opacity: 1, offset: 0.65 },
      { opacity: 0, transform: 'translateY(calc(var(--rise) * -1)) scale(.86)' },
    ],
    { duration: ms, easing: easing('cubic-bezier(.2, .5, .5, 1)', ms), fill: 'both' },
  );
  const side = serial % 2 === 0 ? 1 : -1;
  const sway = (share: number): string =>
    `translateX(${(side * share).toFixed(0)}%) rotate(${(side * share * 0.22).toFixed(1)}deg)`;
  heart.firstElementChild?.animate(
    { transform: [sway(0), sway(46), sway(-30), sway(34)] },
    { duration: ms, easing: easing('ease-in-out', ms) },
  );
  return ms;
}
