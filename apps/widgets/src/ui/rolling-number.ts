import { h } from './dom.js';
import { easing, GLIDE, reducedMotion } from './motion.js';
import { formatCount } from './numbers.js';

const ROLL_MS = 320;
const STAGGER_MS = 28;

/** A text whose changed digits roll upward. One span per character, at most two while it rolls. */
export class RollingText {
  readonly element = h('span', 'roll');
  private text = '';

  constructor(text: string) {
    this.write(text, false);
  }

  show(text: string): void {
    this.write(text, !reducedMotion());
  }

  private write(text: string, rolling: boolean): void {
    if (text === this.text) return;
    this.element.dataset['value'] = text;
    if (rolling && text.length === this.text.length) this.roll(text);
    else this.rebuild(text);
    this.text = text;
  }

  private rebuild(text: string): void {
    const grown = this.text !== '' && !reducedMotion();
    this.element.replaceChildren(...Array.from(text, (char) => cell(char)));
    if (grown) for (const digit of this.element.children) settle(digit);
  }

  private roll(text: string): void {
    const changed = Array.from(text, (char, index) => (char === this.text[index] ? -1 : index)).filter((at) => at >= 0);
    changed.reverse().forEach((index, order) => {
      const old = this.element.children[index];
      if (old) turn(old, text[index] ?? '', order * STAGGER_MS);
    });
  }
}

/** A number in the grouping of the place. */
export class RollingNumber {
  private readonly text: RollingText;

  constructor(value: number) {
    this.text = new RollingText(formatCount(value));
  }

  get element(): HTMLElement {
    return this.text.element;
  }

  set(value: number): void {
    this.text.show(formatCount(value));
  }
}

function cell(char: string): HTMLElement {
  return h('span', /\d/.test(char) ? 'roll__digit' : 'roll__mark', h('span', 'roll__face', char));
}

function turn(digit: Element, char: string, delay: number): void {
  const [gone, ...older] = [...digit.children].reverse();
  for (const face of older) face.remove();
  const face = h('span', 'roll__face', char);
  digit.append(face);
  const timing = { duration: ROLL_MS, delay, easing: easing(GLIDE), fill: 'both' } as const;
  face.animate({ transform: ['translateY(105%)', 'none'] }, timing);
  if (!gone) return;
  gone.classList.add('roll__face--gone');
  gone.animate({ transform: ['none', 'translateY(-105%)'] }, timing);
  setTimeout(() => gone.remove(), ROLL_MS + delay);
}

/** One digit more: there is nothing to roll from, so all of them rise. */
function settle(digit: Element): void {
  digit.firstElementChild?.animate(
    { transform: ['translateY(60%)', 'none'], opacity: [0, 1] },
    { duration: ROLL_MS, easing: easing(GLIDE) },
  );
}
