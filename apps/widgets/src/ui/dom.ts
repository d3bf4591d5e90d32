/** An element with a class and children; strings become text nodes, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A drawing of ours: one path after another in a square view box. */
export function icon(className: string, viewBox: string, paths: readonly string[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** A gradient to nothing, for `fill="url(#id)"`; its colour comes from CSS. Cheaper over video than a mask. */
export function radialFade(id: string, radius: number): SVGElement {
  const gradient = document.createElementNS(SVG, 'radialGradient');
  gradient.id = id;
  gradient.setAttribute('gradientUnits', 'userSpaceOnUse');
  for (const name of ['cx', 'cy']) gradient.setAttribute(name, '0');
  gradient.setAttribute('r', String(radius));
  for (const [offset, opacity] of [
    [0, 0.6],
    [0.4, 0.34],
    [0.75, 0.1],
    [1, 0],
  ] as const) {
    const stop = document.createElementNS(SVG, 'stop');
    stop.setAttribute('offset', String(offset));
    stop.setAttribute('stop-opacity', String(opacity));
    gradient.append(stop);
  }
  return gradient;
}
