import { Inject, Injectable } from '@nestjs/common';
import type { Moderation } from '#libs/contracts';
import type { ModerationRepository } from '#libs/domain';
import { MODERATION_REPOSITORY } from '#libs/persistence';
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

  async replace(streamerId: string, wish: Moderation): Promise<Moderation> {
    const replaced = await this.lists.replace(streamerId, withoutRepeats(wish));
    if (replaced === undefined) throw streamerNotFound();
    await this.readModels.publish(streamerId);
    return replaced;
  }
}

/** The last entry of a viewer stands: it knows them best. Words are the same whatever their case. */
export function withoutRepeats({ words, viewers }: Moderation): Moderation {
  const byWord = new Map(words.map((word) => [word.toLowerCase(), word]));
  const byHandle = new Map(viewers.map((viewer) => [viewer.handle, viewer]));
  return { words: [...byWord.values()], viewers: [...byHandle.values()] };
}
