import { UserError } from '../system/user-error.mjs';

export const usage = `Usage: npm start [-- --handle NAME]

  --handle NAME   follow the TikTok room of NAME instead of the built-in demo room
  --help          show this text`;

const HANDLE = /^[A-Za-z0-9_.]{2,24}$/;

/**
 * The command line of npm start.
 * @returns {{ help: boolean, handle?: string }}
 */
export function parseFlags(args, env = {}) {
  refuseSwallowedHandle(args, env);
  const flags = { help: false };
  const rest = [...args];
  while (rest.length > 0) {
    const [name, inline] = splitOnce(rest.shift());
    if (name === '--help' || name === '-h') flags.help = true;
    else if (name === '--handle') flags.handle = parseHandle(inline ?? rest.shift());
    else throw new UserError(`Unknown option: ${name}\n\n${usage}`);
  }
  return flags;
}

function parseHandle(text) {
  if (text === undefined || text.startsWith('--')) throw new UserError(`--handle needs a name.\n\n${usage}`);
  const handle = text.replace(/^@/, '');
  if (HANDLE.test(handle)) return handle;
  throw new UserError(
    `"${text}" is not a TikTok name. A name has 2 to 24 letters, digits, underscores or dots, for example: --handle some.name`,
  );
}

/** npm keeps options for itself unless a lone "--" stands before them. */
function refuseSwallowedHandle(args, { npm_config_handle: swallowed }) {
  if (swallowed === undefined || args.some((arg) => arg.startsWith('--handle'))) return;
  throw new UserError('npm took --handle for itself. Write it after a lone "--":\n  npm start -- --handle NAME');
}

function splitOnce(text) {
  const at = text.startsWith('--') ? text.indexOf('=') : -1;
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
