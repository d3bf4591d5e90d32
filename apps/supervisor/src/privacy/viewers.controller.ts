import { Controller, Delete, Get, Header, Inject, Param } from '@nestjs/common';
import { viewerIdSchema, type ViewerData, type ViewerErased } from '#libs/contracts';
import { AuditTrail } from '../access/audit-trail.js';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { ZodPipe } from '../http/zod.pipe.js';
import { ViewerDataService } from './viewer-data.js';

/** Not by id: the audit log is kept for long, and would be the last place that knows them. */
const SUBJECT = { kind: 'viewer', id: 'one viewer' };
const viewerId = new ZodPipe(viewerIdSchema);

/** What the law gives a viewer: to see what is stored about them, and to have it gone. */
@Controller('api/v1/admin/viewers')
export class ViewersController {
  constructor(
    @Inject(ViewerDataService) private readonly viewers: ViewerDataService,
    @Inject(AuditTrail) private readonly audit: AuditTrail,
  ) {}

  @Get(':viewerId')
  @Header('cache-control', 'no-store')
  async find(@Param('viewerId', viewerId) id: string, @CurrentActor() acting: Acting): Promise<ViewerData> {
    const data = await this.viewers.export(id);
    await this.audit.note(acting, 'viewer.exported', SUBJECT);
    return data;
  }

  @Delete(':viewerId')
  async erase(@Param('viewerId', viewerId) id: string, @CurrentActor() acting: Acting): Promise<ViewerErased> {
    const erased = await this.viewers.erase(id);
    const { ledger, checkpoints, blocked, live, waiting } = erased;
    await this.audit.note(acting, 'viewer.erased', SUBJECT, { ledger, checkpoints, blocked, live, waiting });
    return erased;
  }
}
