import { Controller, Delete, Get, Header, Inject, Param } from '@nestjs/common';
import { viewerIdSchema, type ViewerData, type ViewerErased } from '#libs/contracts';
import { LOGGER, type Logger } from '#libs/observability';
import { ZodPipe } from '../http/zod.pipe.js';
import { ViewerDataService } from './viewer-data.js';

const viewerId = new ZodPipe(viewerIdSchema);

/** What the law gives a viewer: to see what is stored about them, and to have it gone. */
@Controller('api/v1/admin/viewers')
export class ViewersController {
  constructor(
    @Inject(ViewerDataService) private readonly viewers: ViewerDataService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get(':viewerId')
  @Header('cache-control', 'no-store')
  async find(@Param('viewerId', viewerId) id: string): Promise<ViewerData> {
    this.logger.info('The data of a viewer was exported');
    return await this.viewers.export(id);
  }

  @Delete(':viewerId')
  async erase(@Param('viewerId', viewerId) id: string): Promise<ViewerErased> {
    const erased = await this.viewers.erase(id);
    const { ledger, checkpoints, live } = erased;
    this.logger.info({ ledger, checkpoints, live }, 'A viewer was erased');
    return erased;
  }
}
