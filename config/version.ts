import { readFileSync } from 'node:fs';

/** The version in package.json, which is one folder up in the sources and two in the build. */
export function productVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string };
      return version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return '0.0.0';
}

/** The commit that was built, which the build writes beside it when it runs in a git checkout. */
export function sourceCommit(): string | undefined {
  try {
    const { commit } = JSON.parse(readFileSync(new URL('./build.json', import.meta.url), 'utf8')) as {
      commit?: string;
    };
    return commit !== undefined && /^[0-9a-f]{7,64}$/.test(commit) ? commit : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
