import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { sendHtml, type HtmlReply } from '../http/html.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { renderApiDocs } from './api-docs.js';
import { createOpenApiDocument } from './openapi-document.js';
import { operations } from './operations.js';

@Controller('api')
export class OpenApiController {
  private readonly document: Record<string, unknown>;
  private readonly docs = renderApiDocs(operations);

  constructor(@Inject(SETTINGS) settings: SupervisorSettings) {
    this.document = createOpenApiDocument(settings);
  }

  @Get('openapi.json')
  @Header('cache-control', 'public, max-age=60')
  @Header('access-control-allow-origin', '*')
  json(): Record<string, unknown> {
    return this.document;
  }

  @Get('docs')
  page(@Res() reply: HtmlReply): void {
    sendHtml(reply, this.docs);
  }
}
