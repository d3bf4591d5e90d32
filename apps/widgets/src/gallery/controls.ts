import { THEMES } from '../../../../libs/contracts/src/widgets/look-options.js';
import { h } from '../ui/dom.js';
import type { View } from './view.js';

const SCENES = { dark: 'Dark', light: 'Light' } as const;
const CANVASES = { wide: '16:9', tall: '9:16' } as const;

/** The choices on top of the page. */
export function controls(view: View, choose: (view: View) => void): HTMLElement[] {
  const themes = Object.fromEntries(THEMES.map((name) => [name, name[0]?.toUpperCase() + name.slice(1)]));
  return [
    group('Theme', themes, view.theme, (theme) =>
      choose({ ...view, theme: THEMES.find((one) => one === theme) ?? 'glass' }),
    ),
    group('Scene', SCENES, view.scene, (scene) => choose({ ...view, scene: scene === 'light' ? 'light' : 'dark' })),
    group('Canvas', CANVASES, view.canvas, (canvas) =>
      choose({ ...view, canvas: canvas === 'tall' ? 'tall' : 'wide' }),
    ),
  ];
}

function group(
  label: string,
  options: Readonly<Record<string, string>>,
  chosen: string,
  pick: (name: string) => void,
): HTMLElement {
  const buttons = Object.entries(options).map(([name, text]) => {
    const button = h('button', 'choice', text);
    button.setAttribute('aria-pressed', String(name === chosen));
    button.dataset['choice'] = name;
    button.addEventListener('click', () => pick(name));
    return button;
  });
  const element = h('div', 'choices', ...buttons);
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', label);
  return element;
}
