import { readFileSync } from 'node:fs';
import { loadBetterStackConfig } from '#config';
import { applyDeclaration, BetterStackApi, declarationSchema, type Step } from '#libs/better-stack';

const USAGE = `Usage: npm run betterstack:apply -- [--dry-run] [--file LIST.json] [--subdomain NAME]

Makes Better Stack hold the monitors and heartbeats of deploy/monitoring/betterstack.json, and with --subdomain a status
page too. Needs BETTERSTACK_API_TOKEN, PUBLIC_URL and WIDGETS_URL. Deletes nothing.`;
const LIST = new URL('../../../../deploy/monitoring/betterstack.json', import.meta.url);

interface Flags {
  dryRun: boolean;
  file: URL | string;
  subdomain: string | undefined;
}

function readFlags(args: readonly string[]): Flags {
  const flags: Flags = { dryRun: false, file: LIST, subdomain: undefined };
  for (let at = 0; at < args.length; at++) {
    const value = args[at + 1];
    if (args[at] === '--dry-run') flags.dryRun = true;
    else if (args[at] === '--file' && value) flags.file = args[++at]!;
    else if (args[at] === '--subdomain' && value && /^[a-z0-9-]{2,63}$/.test(value)) flags.subdomain = args[++at];
    else throw new Error(USAGE);
  }
  return flags;
}

function line({ kind, name, did, fields }: Step, dryRun: boolean): string {
  const what = dryRun && did !== 'unchanged' ? `would be ${did}` : did;
  return `${what.padEnd(dryRun ? 17 : 10)} ${kind.padEnd(12)} ${name}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`;
}

async function run(args: readonly string[]): Promise<void> {
  const { dryRun, file, subdomain } = readFlags(args);
  const config = loadBetterStackConfig();
  if (config.token === undefined) {
    throw new Error('BETTERSTACK_API_TOKEN is missing. Make an Uptime API token at Better Stack, and set it.');
  }
  const declaration = declarationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { steps, heartbeats } = await applyDeclaration(
    new BetterStackApi({ url: config.apiUrl, token: config.token }),
    declaration,
    {
      addresses: { PUBLIC_URL: config.publicUrl, WIDGETS_URL: config.widgetsUrl },
      uses: { canary: config.canary, stripe: config.stripe },
      subdomain,
    },
    dryRun,
  );
  process.stdout.write(`${steps.map((step) => line(step, dryRun)).join('\n')}\n`);
  const keys = Object.entries(heartbeats).map(([key, url]) => `${key}=${url}`);
  if (keys.length > 0)
    process.stdout.write(`\nFor the configuration (keep these addresses secret):\n${keys.join('\n')}\n`);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
