import { h } from './dom.js';
import { easing } from './motion.js';

const LONGEST_MS = 1500;

/** One burst of bright pieces around an element; they take themselves away. A theme may shape `.piece`. */
export function burst(around: HTMLElement, pieces: number): void {
  const box = around.getBoundingClientRect();
  const field = h('div', 'burst');
  for (let index = 0; index < pieces; index += 1) {
    const piece = h('i', `piece piece--${index % 4}`);
    const angle = (index / pieces) * 2 * Math.PI + (index % 3) * 0.13;
    const x = Math.cos(angle) * (box.width * 0.5 + ((index * 37) % 90));
    const y = Math.sin(angle) * (box.height * 0.7 + ((index * 53) % 80)) - 30;
    const end = `translate(${x.toFixed(0)}px, ${y.toFixed(0)}px) rotate(${(index * 97) % 540}deg) scale(.7)`;
    piece.animate(
      [
        { opacity: 0, transform: 'scale(.2)' },
        { opacity: 1, offset: 0.12 },
        { opacity: 1, offset: 0.7 },
        { opacity: 0, transform: end },
      ],
      {
        duration: 1100 + (index % 5) * 70,
        delay: (index % 4) * 25,
        easing: easing('cubic-bezier(.12, .75, .3, 1)', LONGEST_MS),
        fill: 'both',
      },
    );
    field.append(piece);
  }
  around.append(field);
  setTimeout(() => field.remove(), LONGEST_MS);
}
