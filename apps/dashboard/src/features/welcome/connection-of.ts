import type { OpenPages, WidgetType } from '#libs/contracts';

export interface Connection {
  state: 'obs' | 'browser' | 'none';
  words: string;
}

/** Whether a widget is open, and where. */
export function connectionOf(open: readonly OpenPages[], widget: WidgetType): Connection {
  const of = open.filter((entry) => entry.widget.type === widget);
  if (of.some(({ obs }) => obs > 0)) return { state: 'obs', words: 'Connected in OBS' };
  if (of.some(({ pages }) => pages > 0)) return { state: 'browser', words: 'Open in a browser' };
  return { state: 'none', words: 'Waiting for OBS…' };
}
