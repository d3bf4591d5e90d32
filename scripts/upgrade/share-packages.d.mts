interface LockFile {
  packages: Record<string, { version?: string; integrity?: string }>;
}
export function holdsPackages(ours: LockFile, theirs: LockFile): boolean;
