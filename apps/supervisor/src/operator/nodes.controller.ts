import { Controller, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { NodeList, NodeView } from '#libs/contracts';
import { AuditTrail } from '../access/audit-trail.js';
import { CurrentActor, type Acting } from '../access/caller.decorator.js';
import { NodesService } from './nodes.service.js';

@Controller('api/v1/nodes')
export class NodesController {
  constructor(
    @Inject(NodesService) private readonly nodes: NodesService,
    @Inject(AuditTrail) private readonly trail: AuditTrail,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  list(): NodeList {
    return this.nodes.list();
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  find(@Param('id') id: string): NodeView {
    return this.nodes.find(id);
  }

  @Post(':id/drain')
  @HttpCode(202)
  drain(@Param('id') id: string, @CurrentActor() acting: Acting): Promise<NodeView> {
    return this.command('node.drain', id, acting);
  }

  @Post(':id/resume')
  @HttpCode(202)
  resume(@Param('id') id: string, @CurrentActor() acting: Acting): Promise<NodeView> {
    return this.command('node.resume', id, acting);
  }

  private async command(command: 'node.drain' | 'node.resume', id: string, acting: Acting): Promise<NodeView> {
    const node = await this.nodes.command(command, id);
    await this.trail.note(acting, command, { kind: 'node', id });
    return node;
  }
}
