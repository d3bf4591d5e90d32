import { Controller, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { NodeList, NodeView } from '#libs/contracts';
import { NodesService } from './nodes.service.js';

@Controller('api/v1/nodes')
export class NodesController {
  constructor(@Inject(NodesService) private readonly nodes: NodesService) {}

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
  drain(@Param('id') id: string): Promise<NodeView> {
    return this.nodes.command('node.drain', id);
  }

  @Post(':id/resume')
  @HttpCode(202)
  resume(@Param('id') id: string): Promise<NodeView> {
    return this.nodes.command('node.resume', id);
  }
}
