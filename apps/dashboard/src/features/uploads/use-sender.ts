import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Upload } from '#libs/contracts';
import { messageOf } from '../../api/problem.js';
import { keys } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { sendFile } from './send-file.js';

/** A file on its way, or one that did not arrive. */
export interface Outgoing {
  id: number;
  name: string;
  /** 0 to 1. */
  share: number;
  error?: string;
}

interface Sender {
  outgoing: readonly Outgoing[];
  send: (files: readonly File[]) => Promise<Upload[]>;
  /** Stops one that is on its way, and takes one that failed off the list. */
  drop: (id: number) => void;
}

/** Sends files one after another: a phone's connection does not get faster by sending all at once. */
export function useSender(): Sender {
  const { streamerId } = useStudio();
  const client = useQueryClient();
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const next = useRef(0);
  const cancels = useRef(new Map<number, () => void>());
  const dropped = useRef(new Set<number>());
  const change = useCallback((id: number, part: Partial<Outgoing>) => {
    setOutgoing((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }, []);
  const remove = (id: number) => setOutgoing((all) => all.filter((one) => one.id !== id));

  const send = async (files: readonly File[]): Promise<Upload[]> => {
    const queued = files.map((file) => ({ file, id: next.current++ }));
    setOutgoing((all) => [...all, ...queued.map(({ file, id }) => ({ id, name: file.name, share: 0 }))]);
    const arrived: Upload[] = [];
    for (const { file, id } of queued) {
      if (dropped.current.has(id)) continue;
      try {
        const sending = sendFile(streamerId, file, (share) => change(id, { share }));
        cancels.current.set(id, sending.cancel);
        arrived.push(await sending.done);
        remove(id);
        await client.invalidateQueries({ queryKey: keys.uploads(streamerId) });
      } catch (error) {
        if (!(error instanceof DOMException)) change(id, { error: messageOf(error) });
      } finally {
        cancels.current.delete(id);
      }
    }
    return arrived;
  };
  const drop = (id: number) => {
    dropped.current.add(id);
    cancels.current.get(id)?.();
    remove(id);
  };
  return { outgoing, send, drop };
}
