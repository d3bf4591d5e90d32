import { Inject, Injectable } from '@nestjs/common';
import type { StreamerRecord, StreamerRepository } from '#libs/domain';
import { STREAMER_REPOSITORY } from '#libs/persistence';
import { streamerNotFound } from './known-id.js';

/** Whether there is such a streamer: asked by routes that answer from elsewhere. */
@Injectable()
export class KnownStreamers {
  constructor(@Inject(STREAMER_REPOSITORY) private readonly streamers: Pick<StreamerRepository, 'find'>) {}

  /** Throws the 404 of a streamer who is not there. */
  async demand(streamerId: string): Promise<StreamerRecord> {
    const found = await this.streamers.find(streamerId);
    if (found === undefined) throw streamerNotFound();
    return found;
  }
}
