import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { LOGGER, redactTarget, type Logger } from '#libs/observability';
import { problemOf } from './problem-of-error.js';
import { toProblem } from './problem.js';

/** The parts of a Fastify request and reply that are needed here. */
interface Request {
  method: string;
  url: string;
  id: unknown;
}
interface Reply {
  sent: boolean;
  code(status: number): Reply;
  headers(headers: Record<string, string>): Reply;
  type(contentType: string): Reply;
  send(body: string): unknown;
}

/** Every error answer of the HTTP side is a problem document; causes are logged, never sent. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<Reply>();
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const at = { method: request.method, path: redactTarget(request.url), requestId: request.id };
      this.logger[problem.status === 500 ? 'error' : 'warn']({ err: error, ...at }, 'request failed');
    }
    if (reply.sent) return;
    reply
      .code(problem.status)
      .headers({ 'cache-control': 'no-store', ...problem.headers })
      .type('application/problem+json')
      .send(JSON.stringify(toProblem(problem)));
  }
}
