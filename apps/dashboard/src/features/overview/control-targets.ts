import type { OpenPages, WidgetType } from '#libs/contracts';

const ALERT_WIDGETS: readonly WidgetType[] = ['alerts', 'gifts', 'follows', 'subscribes', 'shares'];

export interface ControlTarget {
  widget: WidgetType;
  /** A saved one beside the default of its kind. */
  instance?: string;
}

/** The queues that a press reaches: every alert widget that is open, or the default one while none is. */
export function controlTargets(pages: readonly OpenPages[]): ControlTarget[] {
  const open = pages
    .map(({ widget }) => widget)
    .filter(({ type }) => ALERT_WIDGETS.includes(type))
    .map(({ type, id }): ControlTarget => (id === type ? { widget: type } : { widget: type, instance: id }));
  return open.length > 0 ? open : [{ widget: 'alerts' }];
}
