import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ActivityItem } from '#libs/contracts';
import { notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { keys } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { merged, type Filter } from './activity-words.js';

const POLL_MS = 2000;

interface Feed {
  items: readonly ActivityItem[] | undefined;
  error: Error | null;
  /** The newest reading failed, and what is shown may be old. */
  stale: boolean;
  retry: () => void;
  /** Reads further back; undefined at the begin. */
  more: (() => void) | undefined;
  loadingMore: boolean;
}

interface Older {
  types: string;
  items: readonly ActivityItem[];
  /** Null at the begin of what is kept. */
  cursor: string | null;
}

/** What happened, followed while it is looked at. What was read before stays when newer things push it out. */
export function useActivity(filters: readonly Filter[]): Feed {
  const { streamerId } = useStudio();
  const types = filters.join(',');
  const [older, setOlder] = useState<Older>();
  const newest = useQuery({
    queryKey: [...keys.activity(streamerId), types],
    queryFn: async () => {
      const page = await studio.activity(streamerId, types);
      // What is pushed off the newest page must not leave a hole before the older ones.
      setOlder((before) => (before?.types === types ? { ...before, items: merged(before.items, page.items) } : before));
      return page;
    },
    refetchInterval: POLL_MS,
  });
  const own = older?.types === types ? older : undefined;
  const cursor = own ? own.cursor : (newest.data?.nextCursor ?? null);
  const load = useMutation({
    mutationFn: (from: string) => studio.activity(streamerId, types, from),
    onSuccess: (page) =>
      setOlder((before) => {
        const known = before?.types === types ? before.items : (newest.data?.items ?? []);
        return { types, items: merged(known, page.items), cursor: page.nextCursor };
      }),
    onError: notifyFailed,
  });
  const items = useMemo(() => newest.data && merged(own?.items ?? [], newest.data.items), [own?.items, newest.data]);
  return {
    items,
    error: newest.error,
    stale: newest.isError && items !== undefined,
    retry: () => void newest.refetch(),
    more: cursor === null ? undefined : () => load.mutate(cursor),
    loadingMore: load.isPending,
  };
}
