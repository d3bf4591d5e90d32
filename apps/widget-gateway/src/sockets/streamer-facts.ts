import { createHash } from 'node:crypto';
import type { GoalDefinition, PageModeration, StreamerReadModel } from '#libs/contracts';

/** What pages of one streamer share of the read model, kept so that it is not read again for each message. */
export interface StreamerFacts {
  rev: number;
  goals: readonly GoalDefinition[];
  moderation: Moderated;
}

/** What is blocked. Two are the same when their marks are. */
export interface Moderated {
  mark: string;
  list: PageModeration;
}

const NOTHING: Moderated = { mark: '', list: { words: [], viewers: [] } };

export function factsOf({ rev, goals, moderation }: StreamerReadModel): StreamerFacts {
  return { rev, goals: goals ?? [], moderation: moderatedBy(moderation) };
}

/** Names are nobody's business but the dashboard's. */
function moderatedBy(moderation: StreamerReadModel['moderation']): Moderated {
  if (!moderation || moderation.words.length + moderation.viewers.length === 0) return NOTHING;
  const viewers = moderation.viewers.map(({ id, handle }) => (id === undefined ? { handle } : { id, handle }));
  const list = { words: moderation.words, viewers };
  return { mark: createHash('sha1').update(JSON.stringify(list)).digest('base64'), list };
}
