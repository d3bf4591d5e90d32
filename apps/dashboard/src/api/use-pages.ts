import { useInfiniteQuery, type InfiniteData, type QueryKey, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { take } from './client.js';
import type { ApiError } from './problem.js';

interface Page {
  nextCursor: string | null;
}
type Call<T> = (cursor: string | undefined, signal: AbortSignal) => Parameters<typeof take<T>>[0];

/** Reads a list page by page: each answer says where the next one begins. */
export function usePages<T extends Page>(
  key: QueryKey,
  call: Call<T>,
  options: { refetchInterval?: number } = {},
): UseInfiniteQueryResult<InfiniteData<T>, ApiError> {
  return useInfiniteQuery<T, ApiError, InfiniteData<T>, QueryKey, string | undefined>({
    ...options,
    queryKey: key,
    queryFn: ({ pageParam, signal }) => take(call(pageParam, signal)),
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}
