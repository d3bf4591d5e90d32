import type { WidgetType } from '#libs/contracts';
import { useInstance } from '../api/session.js';
import { widgetLink } from '../api/widget-links.js';
import classes from './widget-frame.module.css';

interface WidgetFrameProps {
  widget: WidgetType;
  widgetKey: string;
  /** A saved one beside the default of its kind. */
  id?: string;
  /** What looks like video behind it. */
  scene: 'dark' | 'light';
  /** Looks to try, without a change to what is saved: `theme`, `position`, `plate`, `motion`, `size`. */
  look?: Readonly<Record<string, string>>;
  title: string;
  /** Width by height. */
  ratio?: string;
  sound?: boolean;
}

/** The real page of a widget in front of something like video. It has no part in what the stream sees. */
export function WidgetFrame({
  widget,
  widgetKey,
  id,
  scene,
  look = {},
  title,
  ratio = '16 / 9',
  sound,
}: WidgetFrameProps) {
  const { data } = useInstance();
  const page = data ? new URL(widgetLink(data.widgetsUrl, widgetKey, widget, id)) : undefined;
  const query = { preview: '1', scene, ...(sound ? {} : { sound: 'none' }), ...look };
  for (const [name, value] of Object.entries(query)) page?.searchParams.set(name, value);
  return (
    <div className={classes['stage']} data-scene={scene} style={{ aspectRatio: ratio }}>
      {page && <iframe src={page.href} title={title} className={classes['frame']} tabIndex={-1} allow="autoplay" />}
    </div>
  );
}
