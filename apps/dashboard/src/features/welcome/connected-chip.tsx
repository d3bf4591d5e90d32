import type { OpenPagesList, WidgetType } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useApi } from '../../api/use-api.js';
import { connectionOf } from './connection-of.js';
import classes from './welcome.module.css';

/** Turns green by itself once the widget is open in OBS. */
export function ConnectedChip({ streamerId: id, widget }: { streamerId: string; widget: WidgetType }) {
  const params = { path: { id } };
  const pages = useApi<OpenPagesList>(
    ['pages', id],
    (signal) => api.GET('/api/v1/streamers/{id}/pages', { params, signal }),
    { refetchInterval: 2000 },
  );
  const { state, words } = connectionOf(pages.data?.items ?? [], widget);
  return (
    <span className={classes['chip']} data-state={state} role="status">
      <span className={classes['chipDot']} aria-hidden />
      {words}
    </span>
  );
}
