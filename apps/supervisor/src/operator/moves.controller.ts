import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { moveQuerySchema, type MovePage, type MoveQuery } from '#libs/contracts';
import type { BrokerMoveRepository } from '#libs/domain';
import { BROKER_MOVE_REPOSITORY } from '#libs/persistence';
import { ZodPipe } from '../http/zod.pipe.js';
import { PlacementState } from '../placement/placement-state.js';
import { toMoveView } from './broker-view.js';

@Controller('api/v1/moves')
export class MovesController {
  constructor(
    @Inject(BROKER_MOVE_REPOSITORY) private readonly moves: BrokerMoveRepository,
    @Inject(PlacementState) private readonly state: PlacementState,
  ) {}

  /** Newest first. */
  @Get()
  @Header('cache-control', 'no-store')
  async list(@Query(new ZodPipe(moveQuerySchema)) { limit, cursor, streamer, node }: MoveQuery): Promise<MovePage> {
    const page = await this.moves.recent({ limit, cursor, streamerId: streamer?.toLowerCase(), nodeId: node });
    const asked = new Set(page.items.map(({ streamerId }) => streamerId));
    const brokers = (this.state.latest?.brokers ?? []).filter(({ streamerId }) => asked.has(streamerId));
    const handles = new Map(brokers.map(({ streamerId, streamer: known }) => [streamerId, known?.handle]));
    return {
      items: page.items.map((move) => toMoveView(move, handles.get(move.streamerId))),
      nextCursor: page.next ?? null,
    };
  }
}
