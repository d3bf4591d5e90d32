import type { Logger } from './logger.js';

interface TracedProcess {
  tracing: { url: string; headers: Record<string, string>; ratio: number } | undefined;
  version: string;
  nodeId?: string | undefined;
}

/** What is needed to record traces of one process, which says in its log when they go nowhere. */
export function tracingOf(role: string, { tracing, version, nodeId }: TracedProcess, logger: Logger) {
  if (tracing === undefined) return undefined;
  return {
    ...tracing,
    ...{ service: `streamshape-${role}`, version },
    ...(nodeId === undefined ? {} : { instance: nodeId }),
    onUndeliverable: (err: unknown) => logger.warn({ err }, 'Traces cannot be delivered; they are dropped meanwhile'),
    onDelivered: () => logger.info('Traces are delivered again'),
  };
}
