export function freePort(): Promise<number>;
export function preferredPort(remembered: number): Promise<number>;
export function untilPortFree(port: number, milliseconds?: number): Promise<number>;
export function isPortFree(port: number): Promise<boolean>;
