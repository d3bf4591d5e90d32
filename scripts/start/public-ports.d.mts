export type PublicPorts = Record<'SUPERVISOR_PORT' | 'GATEWAY_PORT' | 'WORKER_PORT', number>;
export function publicPorts(env: Record<string, string | undefined>): PublicPorts;
export function ensurePortsFree(ports: Record<string, number>): Promise<void>;
export function takenMessage(taken: [key: string, port: number][]): string;
