import { pageAssets } from '../runtime/page-assets.js';

/** Letters that no theme has, and the style sheet that brings them. Emoji come from the system. */
const SCRIPTS: Record<string, RegExp> = {
  cyrillic: /[\u0370-\u052f]/,
  hebrew: /[\u0590-\u05ff]/,
  arabic: /[\u0600-\u06ff\u0750-\u077f]/,
  thai: /[\u0e00-\u0e7f]/,
  korean: /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/,
  japanese: /[\u3040-\u30ff\u31f0-\u31ff\u4e00-\u9fff]/,
};
const waiting = new Set(Object.keys(SCRIPTS));
const PLAIN = /^[\u0000-\u036f\u2000-\u2bff]*$/;

/** Loads the fonts that `text` needs, each script once. Until they are there the system's letters stand in. */
export function provideFonts(text: string): void {
  // Specs clean texts without a page.
  if (typeof document === 'undefined' || waiting.size === 0 || PLAIN.test(text)) return;
  for (const script of waiting) {
    if (!SCRIPTS[script]?.test(text)) continue;
    waiting.delete(script);
    const address = pageAssets().scripts[script];
    if (!address) continue;
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = address;
    document.head.append(link);
  }
}
