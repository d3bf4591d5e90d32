import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { lookupByKeyRequestSchema, MESSAGE_PATTERNS, type LookupByKeyReply } from '#libs/contracts';
import type { ReadModelSource, ReadModelStore } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { READ_MODEL_SOURCE } from '#libs/persistence';
import { READ_MODELS } from '../supervisor.tokens.js';

/** Answers gateways that miss a key in Redis. Read-only, so that several supervisors may answer the same question. */
@Controller()
export class LookupController {
  constructor(
    @Inject(READ_MODEL_SOURCE) private readonly source: ReadModelSource,
    @Inject(READ_MODELS) private readonly store: ReadModelStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Rejects when PostgreSQL cannot be asked: the gateway then says "try later", never "unknown". */
  @MessagePattern(MESSAGE_PATTERNS.lookupByKey)
  async lookupByKey(@Payload() payload: unknown): Promise<LookupByKeyReply> {
    const { keyHash } = lookupByKeyRequestSchema.parse(payload);
    const found = (await this.source.findByKeyHash(keyHash)) ?? null;
    if (found) {
      try {
        await this.store.write(found);
      } catch (err) {
        this.logger.warn({ err, streamerId: found.streamerId }, 'The read model was found but not stored');
      }
    }
    return { found };
  }
}
