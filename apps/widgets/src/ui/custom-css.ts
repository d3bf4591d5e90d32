/*
 * A sheet made by script: `@import` does nothing in it, no markup can come of it, and the page's policy lets pictures
 * from https through and nothing else.
 */
let sheet: CSSStyleSheet | undefined;
let current = '';

export function applyCustomCss(css: string): void {
  if (css === current) return;
  current = css;
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}
