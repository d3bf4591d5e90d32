import { Inject, Injectable } from '@nestjs/common';
import type { Moderation } from '#libs/contracts';
import type { AuditNote, ModerationRepository } from '#libs/domain';
import { MODERATION_REPOSITORY } from '#libs/persistence';
import type { Acting } from '../access/caller.decorator.js';
import { ReadModelSync } from '../read-models/read-model-sync.js';
import { streamerNotFound } from '../streamers/known-id.js';

/** Whom and what a streamer does not want to see. Durable first, then published: gateways hear of it at once. */
@Injectable()
export class ModerationService {
  constructor(
    @Inject(MODERATION_REPOSITORY) private readonly lists: ModerationRepository,
    @Inject(ReadModelSync) private readonly readModels: ReadModelSync,
  ) {}

  async find(streamerId: string): Promise<Moderation> {
    const found = await this.lists.find(streamerId);
    if (found === undefined) throw streamerNotFound();
    return found;
  }

  /** What changed is noted as numbers: neither viewers nor words belong into a log that nobody can take them out of. */
  async replace(streamerId: string, wish: Moderation, acting: Acting): Promise<Moderation> {
    const next = withoutRepeats(wish);
    const replaced = await this.lists.replace(streamerId, next, (before) => notesOf(before, next, acting, streamerId));
    if (replaced === undefined) throw streamerNotFound();
    await this.readModels.publish(streamerId);
    return replaced;
  }
}

function notesOf(before: Moderation, next: Moderation, acting: Acting, streamerId: string): AuditNote[] {
  const handles = ({ viewers }: Moderation) => viewers.map(({ handle }) => handle);
  const numbers = {
    wordsAdded: countNew(next.words, before.words),
    wordsRemoved: countNew(before.words, next.words),
    viewersBlocked: countNew(handles(next), handles(before)),
    viewersUnblocked: countNew(handles(before), handles(next)),
  };
  const detail = Object.fromEntries(Object.entries(numbers).filter(([, count]) => count > 0));
  if (Object.keys(detail).length === 0) return [];
  return [{ ...acting, action: 'moderation.changed', subject: { kind: 'streamer', id: streamerId }, detail }];
}

function countNew(all: readonly string[], known: readonly string[]): number {
  const there = new Set(known);
  return all.filter((one) => !there.has(one)).length;
}

/** The last entry of a viewer stands: it knows them best. Words are the same whatever their case. */
export function withoutRepeats({ words, viewers }: Moderation): Moderation {
  const byWord = new Map(words.map((word) => [word.toLowerCase(), word]));
  const byHandle = new Map(viewers.map((viewer) => [viewer.handle, viewer]));
  return { words: [...byWord.values()], viewers: [...byHandle.values()] };
}
