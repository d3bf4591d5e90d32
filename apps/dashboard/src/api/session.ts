import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Instance, Me, Streamer } from '#libs/contracts';
import { api, take } from './client.js';
import { ApiError } from './problem.js';
import { useApi } from './use-api.js';

export const ME = ['me'] as const;

/** Who is signed in; null for nobody. */
export function useMe(): UseQueryResult<Me | null, ApiError> {
  return useQuery<Me | null, ApiError>({
    queryKey: ME,
    queryFn: async ({ signal }) => {
      try {
        return await take<Me>(api.GET('/api/v1/me', { signal }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 30_000,
  });
}

/** The streamer of the account; to be used below the pages that have one alone. */
export function useStreamer(): Streamer {
  const streamer = useMe().data?.streamer;
  if (!streamer) throw new Error('This page is for accounts with a streamer alone');
  return streamer;
}

/** What the server says of itself to anybody. */
export function useInstance(): UseQueryResult<Instance, ApiError> {
  return useApi<Instance>(['instance'], (signal) => api.GET('/api/v1/instance', { signal }), {
    staleTime: 10 * 60_000,
  });
}
