import type { ProcessIdentity } from '../system/processes.mjs';

export class ProcessRegistry {
  constructor(file?: string);
  readonly file: string;
  leftovers(): (ProcessIdentity & { role: string })[];
  record(role: string, identity: (ProcessIdentity & { signal?: NodeJS.Signals }) | undefined): void;
  clear(): void;
}
