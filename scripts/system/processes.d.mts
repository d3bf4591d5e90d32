export interface ProcessIdentity {
  pid: number;
  startTime: string | null;
}
export function identify(pid: number): ProcessIdentity | undefined;
export function isAlive(identity: ProcessIdentity | undefined): boolean;
export function commandLine(pid: number): string | undefined;
export function parentOf(pid: number): number | undefined;
export function untilGone(identity: ProcessIdentity, milliseconds: number, signal?: AbortSignal): Promise<boolean>;
export function stopProcess(
  identity: ProcessIdentity,
  options?: { signal?: NodeJS.Signals; graceMs?: number; hurry?: AbortSignal },
): Promise<void>;
export function sendSignal(pid: number, signal: NodeJS.Signals): void;
