import { THEMES, type ThemeName } from '../../../../libs/contracts/src/widgets/look-options.js';

/** What the visitor chose; kept in the address, so that a link shows the same. */
export interface View {
  theme: ThemeName;
  scene: 'dark' | 'light';
  canvas: 'wide' | 'tall';
}

export function readView(hash: string): View {
  const [theme, scene, canvas] = hash.replace(/^#/, '').split('.');
  return {
    theme: THEMES.find((name) => name === theme) ?? 'glass',
    scene: scene === 'light' ? 'light' : 'dark',
    canvas: canvas === 'tall' ? 'tall' : 'wide',
  };
}

export function writeView({ theme, scene, canvas }: View): string {
  return `#${theme}.${scene}.${canvas}`;
}
