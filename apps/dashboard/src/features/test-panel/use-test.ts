import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CurrentTestRun, TestEvent, TestRun } from '#libs/contracts';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import { studio } from '../studio/api.js';
import { keys, useGifts, useTestRun } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { sentWords, takesAWhile } from './test-words.js';

export interface Tests {
  send: (event: TestEvent) => void;
  sending: boolean;
  stop: () => void;
  stopping: boolean;
  /** The newest one that takes a while. */
  run: TestRun | undefined;
}

/** Sends tests and follows the one that runs. */
export function useTests(): Tests {
  const { streamerId } = useStudio();
  const client = useQueryClient();
  const gifts = useGifts();
  const current = useTestRun();
  const key = keys.testRun(streamerId);
  const send = useMutation({
    mutationFn: (event: TestEvent) => studio.sendTest(streamerId, event),
    onSuccess: (run, event) => {
      if (takesAWhile(run)) client.setQueryData<CurrentTestRun>(key, { run });
      else notifyDone(`${sentWords(event, gifts.data?.items ?? [])}. It should be on your widgets now.`);
    },
    onError: async (error) => {
      notifyFailed(error);
      await client.invalidateQueries({ queryKey: key });
    },
  });
  const stop = useMutation({
    mutationFn: () => studio.stopTest(streamerId),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
    onError: notifyFailed,
  });
  const run = current.data?.run ?? undefined;
  return {
    send: (event) => send.mutate(event),
    sending: send.isPending,
    stop: () => stop.mutate(),
    stopping: stop.isPending,
    run: run && takesAWhile(run) ? run : undefined,
  };
}
