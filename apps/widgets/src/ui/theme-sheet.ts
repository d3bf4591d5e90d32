import { pageAssets } from '../runtime/page-assets.js';

/** Exchanges the theme's style sheet; `ready` is called when the new one counts. The page begins with the right one. */
export function loadTheme(name: string, ready: () => void): void {
  const themes = pageAssets().themes;
  const address = Object.hasOwn(themes, name) ? themes[name] : undefined;
  const link = document.getElementById('theme');
  document.documentElement.dataset['theme'] = address ? name : 'glass';
  if (!address || !(link instanceof HTMLLinkElement) || new URL(link.href).pathname === address) return;
  const next = link.cloneNode() as HTMLLinkElement;
  next.href = address;
  next.onload = () => {
    link.remove();
    ready();
  };
  next.onerror = () => next.remove();
  link.id = '';
  link.after(next);
}
