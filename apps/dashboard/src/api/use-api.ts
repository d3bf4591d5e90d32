import {
  useMutation,
  useQuery,
  useQueryClient,
  type QueryKey,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import { notifyDone, notifyFailed } from '../ui/notify.js';
import { take } from './client.js';
import type { ApiError } from './problem.js';

type Call<T> = (signal: AbortSignal) => Parameters<typeof take<T>>[0];
type Options<T> = Omit<UseQueryOptions<T, ApiError>, 'queryKey' | 'queryFn'>;

/**
 * Reads from the API: `useApi(['goals', id], (signal) => api.GET('/api/v1/…', { params, signal }))`. What was read
 * before stays on the screen while it is read again.
 */
export function useApi<T>(key: QueryKey, call: Call<T>, options: Options<T> = {}): UseQueryResult<T, ApiError> {
  return useQuery<T, ApiError>({ ...options, queryKey: key, queryFn: ({ signal }) => take(call(signal)) });
}

interface ChangeOptions<T, V> {
  /** What is shown when it worked; nothing when left out. */
  said?: string | ((result: T, given: V) => string);
  /** What the answer is: it stands on the screen at once, also when nothing can be read just now. */
  becomes?: QueryKey;
  /** What has to be read again: beginnings of keys. */
  changes?: readonly QueryKey[];
  /** Shows failures itself, beside the fields. */
  quiet?: boolean;
  onDone?: (result: T, given: V) => void;
}

/** Changes something through the API, says so, and has what it changed read again. */
export function useChange<T, V = void>(
  call: (given: V) => Parameters<typeof take<T>>[0],
  { said, becomes, changes = [], quiet = false, onDone }: ChangeOptions<T, V> = {},
): UseMutationResult<T, ApiError, V> {
  const cache = useQueryClient();
  return useMutation<T, ApiError, V>({
    mutationFn: (given) => take(call(given)),
    onSuccess: async (result, given) => {
      if (becomes) {
        // What is on its way was read before.
        await cache.cancelQueries({ queryKey: becomes, exact: true });
        cache.setQueryData(becomes, result);
      }
      onDone?.(result, given);
      if (said !== undefined) notifyDone(typeof said === 'string' ? said : said(result, given));
      await Promise.all(changes.map(async (queryKey) => cache.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      if (!quiet) notifyFailed(error);
    },
  });
}
