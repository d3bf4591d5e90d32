import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, take } from './client.js';
import type { ApiError } from './problem.js';

/** The secret in the links of a streamer's widgets. */
export function useWidgetKey(streamerId: string): UseQueryResult<string, ApiError> {
  return useQuery<string, ApiError>({
    queryKey: ['widget-key', streamerId],
    queryFn: async ({ signal }) => {
      const params = { path: { id: streamerId } };
      const { widgetKey } = await take(api.GET('/api/v1/streamers/{id}/widget-key', { params, signal }));
      return widgetKey;
    },
    staleTime: 60_000,
  });
}

/** The address of a widget's page. `id`: a saved one beside the default of its kind. */
export function widgetLink(widgetsUrl: string, key: string, widget: string, id?: string): string {
  const page = `${widgetsUrl.replace(/\/+$/, '')}/${key}/${widget}`;
  return id === undefined || id === widget ? page : `${page}?id=${encodeURIComponent(id)}`;
}
