import type { WidgetView } from '#libs/contracts';

/** Widgets that name an upload in what was changed in them. Names are 128 random bits: a match is no accident. */
export function usedBy(reference: string, widgets: readonly WidgetView[]): WidgetView[] {
  return widgets.filter(({ overrides }) => JSON.stringify(overrides).includes(`"${reference}"`));
}
