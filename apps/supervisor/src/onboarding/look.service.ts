import { Inject, Injectable } from '@nestjs/common';
import type { LookReply } from '#libs/contracts';
import { isConnected, type LeaseStore, type StatusReader, type StreamerRepository, type Throttle } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { STREAMER_REPOSITORY } from '#libs/persistence';
import { tooMany } from '../access/refusals.js';
import { NodeCommandSender } from '../operator/node-command-sender.js';
import { PlacementLoop } from '../placement/placement-loop.js';
import { streamerNotFound } from '../streamers/known-id.js';
import { LEASES, STATUS_READER, THROTTLE } from '../supervisor.tokens.js';

const RULE = { name: 'look', points: 6, seconds: 60 };
const WORDS = {
  looking: 'TikTok is being asked. If you are live, your widgets are connected in a moment',
  connected: 'You are connected already',
  starting: 'The connection is being started. The first thing that it does is to look',
  off: 'This connection is switched off. Switch it on to be looked for',
} as const;

/** Has the worker of a streamer look now, before the schedule's turn. */
@Injectable()
export class LookService {
  constructor(
    @Inject(STREAMER_REPOSITORY) private readonly streamers: Pick<StreamerRepository, 'find'>,
    @Inject(LEASES) private readonly leases: Pick<LeaseStore, 'owners'>,
    @Inject(STATUS_READER) private readonly statuses: StatusReader,
    @Inject(THROTTLE) private readonly throttle: Throttle,
    @Inject(NodeCommandSender) private readonly commands: NodeCommandSender,
    @Inject(PlacementLoop) private readonly placement: PlacementLoop,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async look(streamerId: string): Promise<LookReply> {
    const streamer = await this.streamers.find(streamerId);
    if (!streamer) throw streamerNotFound();
    if (!streamer.enabled || streamer.suspended || !streamer.entitled) return reply('off');
    const wait = await this.throttle.take(RULE, streamerId);
    if (wait !== undefined) throw tooMany(wait);
    const [[owner], [status]] = await Promise.all([
      this.leases.owners([streamerId]),
      this.statuses.statuses([streamerId]),
    ]);
    if (!owner) return this.start();
    if (isConnected(status)) return reply('connected');
    try {
      const { looked } = await this.commands.send('broker.look', owner.nodeId, { streamerId });
      return looked ? reply('looking') : this.start();
    } catch (err) {
      this.logger.warn({ err, streamerId, nodeId: owner.nodeId }, 'A worker did not look when it was asked');
      return this.start();
    }
  }

  /** Who is on the way to a worker is looked for when they are there. */
  private start(): LookReply {
    this.placement.nudge();
    return reply('starting');
  }
}

function reply(state: LookReply['state']): LookReply {
  return { state, text: WORDS[state] };
}
