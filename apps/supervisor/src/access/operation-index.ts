import type { TokenScope } from '#libs/contracts';
import type { Operation } from '../openapi/operation.js';

/** Finds the entry of a route as Fastify knows it: method and pattern. */
export class OperationIndex {
  private readonly byRoute: ReadonlyMap<string, Operation>;

  constructor(operations: readonly Operation[]) {
    this.byRoute = new Map(
      operations.map((operation) => [
        `${operation.method} ${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        operation,
      ]),
    );
  }

  /** `HEAD` is what `GET` is. `undefined`: the table does not know it. */
  find(method: string, pattern: string): Operation | undefined {
    const named = method === 'HEAD' ? 'get' : method.toLowerCase();
    return this.byRoute.get(`${named} ${pattern}`);
  }
}

/** What a token must hold for it. */
export function scopeOf({ scope, method }: Operation): TokenScope {
  return scope ?? (method === 'get' ? 'read' : 'write');
}
