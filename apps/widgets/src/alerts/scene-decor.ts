import { h, icon, radialFade } from '../ui/dom.js';

const RAYS = 14;
const SPARKS = 22;

/** What the largest gifts get around them: turning rays and one burst of sparks. Drawn once, then moved. */
export function sceneDecor(): HTMLElement {
  return h('div', 'decor', rays(), h('div', 'decor__sparks', ...sparks()));
}

function rays(): SVGSVGElement {
  const paths = Array.from({ length: RAYS }, (_, index) => {
    const middle = (index / RAYS) * 2 * Math.PI;
    const half = index % 2 === 0 ? 0.1 : 0.045;
    const reach = 102;
    const point = (angle: number): string =>
      `${(Math.cos(angle) * reach).toFixed(2)} ${(Math.sin(angle) * reach).toFixed(2)}`;
    return `M0 0L${point(middle - half)}L${point(middle + half)}z`;
  });
  const drawing = icon('decor__rays', '-100 -100 200 200', paths);
  drawing.setAttribute('fill', 'url(#ray)');
  drawing.prepend(radialFade('ray', 100));
  return drawing;
}

function sparks(): HTMLElement[] {
  return Array.from({ length: SPARKS }, (_, index) => {
    const angle = (index / SPARKS) * 2 * Math.PI + (index % 3) * 0.11;
    const far = 300 + ((index * 97) % 190);
    const spark = h('i', `spark spark--${index % 3}`);
    spark.style.setProperty('--x', (Math.cos(angle) * far).toFixed(0));
    spark.style.setProperty('--y', (Math.sin(angle) * far * 0.86 - 40).toFixed(0));
    spark.style.setProperty('--turn', `${(index * 67) % 360}deg`);
    spark.style.setProperty('--wait', `${(index % 5) * 35}ms`);
    return spark;
  });
}
