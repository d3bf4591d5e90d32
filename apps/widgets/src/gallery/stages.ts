import type { WidgetType } from '../../../../libs/contracts/src/catalogue.js';
import { h } from '../ui/dom.js';
import type { View } from './view.js';

/** One widget on a stage, with what its address says beyond theme and scene. */
export interface Part {
  widget: WidgetType;
  more?: Record<string, string>;
  /** The one canvas that has room for it; absent: every canvas. */
  only?: View['canvas'];
}

/** A stage is drawn at the size of its canvas and scaled down to its place. */
export interface Stage {
  element: HTMLElement;
  parts: readonly Part[];
  canvases: Record<View['canvas'], readonly [width: number, height: number]>;
}

export function stage(parts: readonly Part[], canvases: Stage['canvases']): Stage {
  const element = h('div', 'stage');
  new ResizeObserver(() => fit(element)).observe(element);
  return { element, parts, canvases };
}

/** Fills the stage with frames for the view. */
export function play({ element, parts, canvases }: Stage, key: string, view: View): void {
  const [width, height] = canvases[view.canvas];
  element.dataset['scene'] = view.scene;
  element.dataset['canvas'] = view.canvas;
  element.style.setProperty('--width', String(width));
  element.style.setProperty('--height', String(height));
  const shown = parts.filter(({ only }) => only === undefined || only === view.canvas);
  element.replaceChildren(...shown.map((part) => frame(part, key, view)));
  fit(element);
}

function frame({ widget, more }: Part, key: string, { theme, scene }: View): HTMLIFrameElement {
  const element = document.createElement('iframe');
  const query = new URLSearchParams({ preview: '1', sound: 'none', theme, scene, ...more });
  element.className = 'stage__frame';
  element.loading = 'lazy';
  element.title = widget;
  element.tabIndex = -1;
  element.src = `/${encodeURIComponent(key)}/${widget}?${query.toString()}`;
  return element;
}

function fit(element: HTMLElement): void {
  const width = Number(element.style.getPropertyValue('--width'));
  if (width > 0) element.style.setProperty('--fit', String(element.clientWidth / width));
}
