import { findOnPath, isExecutable, run } from '../system/run.mjs';
import { UserError } from '../system/user-error.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APP = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of a browser for the tests: an installed one, else Debian's, installed if we may. */
export async function ensureChromium({ progress, env = process.env, signal }) {
  const chosen = env.TEST_CHROMIUM || env.CHROME_PATH;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new UserError(`There is no browser at ${chosen}. Correct CHROME_PATH, or leave it empty.`);
  }
  const found = installedChromium();
  if (found) return found;
  const prefix = findOnPath('apt-get') && (await rootPrefix(signal));
  if (!prefix) throw new UserError(howToGetChromium());
  return progress.step('Installing Chromium', () => installWithApt(prefix, signal));
}

const installedChromium = () => PROGRAMS.map(findOnPath).find(Boolean) ?? (isExecutable(MAC_APP) ? MAC_APP : undefined);

/** What makes a command run as root here; undefined if nothing does without a password. */
async function rootPrefix(signal) {
  if (process.getuid?.() === 0) return [];
  if (!findOnPath('sudo')) return undefined;
  const { code } = await run('sudo', ['-n', 'true'], { signal });
  return code === 0 ? ['sudo', '-n'] : undefined;
}

async function installWithApt(prefix, signal) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  for (const args of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const [command, ...rest] = [...prefix, 'apt-get', ...args];
    const { code, tail } = await run(command, rest, { env, signal });
    if (code !== 0) throw new UserError(`Chromium could not be installed:\n\n${tail}\n\n${howToGetChromium()}`);
  }
  const found = installedChromium();
  if (!found) throw new UserError(howToGetChromium());
  return found;
}

function howToGetChromium() {
  const command = findOnPath('brew')
    ? 'brew install --cask google-chrome'
    : findOnPath('dnf')
      ? 'sudo dnf install -y chromium'
      : 'sudo apt-get install -y chromium';
  return `The tests need a browser, and none is installed. Get it with\n  ${command}\nor set CHROME_PATH to the program of a Chromium or Chrome.`;
}
