import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { BlockedViewer, Moderation } from '#libs/contracts';
import { notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { keys } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { withViewer } from './lists.js';

type Change = (lists: Moderation) => Moderation;

/**
 * Changes the lists. Shown at once and taken back where it could not be saved. Made on top of what the server has now:
 * the lists are replaced whole, and another device may have added to them.
 */
export function useModerate(): UseMutationResult<Moderation, Error, Change> {
  const { streamerId } = useStudio();
  const client = useQueryClient();
  const key = keys.moderation(streamerId);
  return useMutation({
    scope: { id: `moderation-${streamerId}` },
    mutationFn: async (change: Change) => studio.setModeration(streamerId, change(await studio.moderation(streamerId))),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Moderation>(key);
      if (before) client.setQueryData<Moderation>(key, change(before));
      return { before };
    },
    onSuccess: (lists) => client.setQueryData(key, lists),
    onError: (error, _change, context) => {
      if (context?.before) client.setQueryData(key, context.before);
      notifyFailed(error);
    },
  });
}

/** Blocks a viewer with one tap. */
export function useBlock(): (viewer: BlockedViewer) => Promise<Moderation> {
  const { mutateAsync } = useModerate();
  return (viewer) => mutateAsync((lists) => withViewer(lists, viewer));
}
