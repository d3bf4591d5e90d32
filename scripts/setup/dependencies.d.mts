interface LockFile {
  packages?: Record<string, { version?: string; optional?: boolean }>;
}
export function installStamp(lockFile: string | Buffer): string;
export function lockIsInstalled(lock: LockFile | undefined, installed: LockFile | undefined): boolean;
