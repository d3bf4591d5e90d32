import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  environmentSchema,
  loadBackupConfig,
  loadGatewayConfig,
  loadSupervisorConfig,
  loadWorkerConfig,
} from '#config';
import { operations } from '../../apps/supervisor/src/openapi/operations.js';

const pages = [...globSync('docs/**/*.md'), ...globSync('*.md')].map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}));
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;
const guides = pages.filter(({ path }) => !path.startsWith('docs/adr/') && !path.startsWith('docs/reference/'));

/** As GitHub makes them: punctuation gone, spaces as hyphens, the second of a name with a number. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    let name = slug;
    for (let n = 1; anchors.has(name); n++) name = `${slug}-${n}`;
    anchors.add(name);
  }
  return anchors;
}

const fences = (text: string) =>
  [...text.matchAll(/^```(\S*) ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, language, mark, code]) => ({
    language,
    mark,
    code: code!,
  }));

describe('the documentation', () => {
  it('links to files and headings that exist', () => {
    const broken: string[] = [];
    for (const { path, text } of pages) {
      for (const [, target] of text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(https?|mailto):/.test(target!)) continue;
        const [file, anchor] = target!.split('#');
        const linked = file === '' ? path : join(dirname(path), file!);
        if (!existsSync(linked)) broken.push(`${path}: ${target}`);
        else if (anchor && linked.endsWith('.md') && !anchorsOf(readFileSync(linked, 'utf8')).has(anchor)) {
          broken.push(`${path}: ${target}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it('lists every decision once, in order', () => {
    const listed = [...readFileSync('docs/adr/README.md', 'utf8').matchAll(/^- (\d{4}) \[.*\]\((\1-.*\.md)\)$/gm)];
    const there = globSync('docs/adr/[0-9]*.md').map((path) => path.slice('docs/adr/'.length));
    expect(listed.map(([, , file]) => file)).toEqual(there.toSorted());
  });

  it('shows no way by which a proxy passes /metrics on', () => {
    const sites = fences(readFileSync('docs/self-hosting.md', 'utf8')).flatMap(({ code }) => code.split(/^}/m));
    const proxies = sites.filter((code) => code.includes('reverse_proxy'));
    expect(proxies).toHaveLength(2);
    for (const code of proxies) expect(code).toContain('respond /metrics 404');
  });

  it('names npm scripts that exist', () => {
    for (const { path, text } of guides) {
      const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1]!);
      for (const name of named) expect(Object.keys(scripts), `${path}: npm run ${name}`).toContain(name);
    }
  });

  it('asks for routes that the supervisor has', () => {
    const shapes = operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    for (const { path, text } of guides) {
      const calls = text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE) (\/(?:api\/v1|health|status)[\w/.{}$-]*)/g);
      for (const [, method, route] of calls) {
        const shape = `${method!.toLowerCase()} ${route!.replace(/[.]$/, '').replaceAll(/\{\w+\}|\$\w+|\b[A-Z]{2,}\b/g, '{}')}`;
        expect(shapes, `${path}: ${method} ${route}`).toContain(shape);
      }
      for (const [, route] of text.matchAll(/"\$SUPERVISOR(\/[^"?]*)/g)) {
        const known = shapes.map((shape) => shape.split(' ')[1]);
        expect(known, `${path}: ${route}`).toContain(route!.replaceAll(/\$\w+/g, '{}'));
      }
    }
  });

  it('names configuration keys that exist', () => {
    const known = new Set<string>(Object.keys(environmentSchema.shape));
    const prefixes =
      /^(BACKUP|BETTERSTACK|CANARY|RETENTION|HEARTBEAT|DRIFT|TIKTOK|WORKERS?|SUPERVISORS?|STATUS|SOURCE)_/;
    for (const { path, text } of guides) {
      for (const [, key] of text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)) {
        if (prefixes.test(key!)) expect(known.has(key!), `${path}: ${key}`).toBe(true);
      }
    }
  });

  it('shows commands that a shell understands, of files that exist', () => {
    const shown = guides.flatMap(({ path, text }) =>
      fences(text)
        .filter(({ language }) => language === 'sh' || language === 'bash')
        .map(({ code }) => ({ path, code })),
    );
    expect(shown.length).toBeGreaterThan(10);
    for (const { path, code } of shown) {
      expect(() => execFileSync('sh', ['-n'], { input: code, stdio: 'pipe' }), `${path}: ${code}`).not.toThrow();
      for (const [, file] of code.matchAll(/(?<![\w/.-])(deploy\/[\w./@-]+)/g)) {
        const made = /\/(\.env|backups)$/.test(file!);
        const found = made || existsSync(file!) || globSync(`${file!}*`).length > 0;
        expect(found, `${path}: ${file}`).toBe(true);
      }
    }
  });

  it('gives environment files that systemd, a shell and the product read, in production, for each role', () => {
    const files = { common: 'common.env', supervisor: 'supervisor.env', worker: 'worker.env' };
    const filled = (name: keyof typeof files) =>
      readFileSync(`deploy/systemd/${files[name]}`, 'utf8').replaceAll(
        /^(SESSION_SECRET|ENCRYPTION_KEY|OPERATOR_TOKEN|HEALTH_TOKEN|BACKUP_KEY)=$/gm,
        `$1=${'0123456789abcdef'.repeat(4)}`,
      );
    const read = (...names: (keyof typeof files)[]) => {
      const script = `set -a\n${names.map(filled).join('\n')}\nset +a\nenv`;
      const lines = execFileSync('sh', ['-e', '-c', script], { env: { PATH: process.env['PATH'] }, encoding: 'utf8' });
      return Object.fromEntries(lines.split('\n').map((line) => line.split(/=(.*)/s, 2) as [string, string]));
    };
    const supervisor = loadSupervisorConfig(read('common', 'supervisor'));
    expect(supervisor).toMatchObject({ production: true, bindAddress: '127.0.0.1', heartbeats: { workers: 2 } });
    expect(supervisor.mail.smtp?.from).toBe('StreamShape <noreply@example.org>');
    expect(loadBackupConfig(read('common', 'supervisor')).folder).toBe('/var/lib/streamshape/backups');
    expect(loadWorkerConfig(read('common', 'worker')).moves.drainMs).toBe(30_000);
    expect(loadGatewayConfig(read('common')).widgetsUrl).toBe('https://widgets.example.org');
    for (const unit of globSync('deploy/systemd/*.service')) {
      const text = readFileSync(unit, 'utf8');
      const role = /run-role\.mjs ([\w-]+)\n/.exec(text.slice(text.indexOf('ExecStart=')))?.[1];
      expect(readFileSync('scripts/run-role.mjs', 'utf8'), unit).toMatch(new RegExp(`^ {2}'?${role}'?: \\[`, 'm'));
      for (const [, file] of text.matchAll(/EnvironmentFile=\/etc\/streamshape\/(\S+)/g)) {
        expect(Object.values(files), unit).toContain(file);
      }
    }
  });

  it('shows commands that work: those of fences marked "run"', () => {
    const folder = mkdtempSync(join(tmpdir(), 'streamshape-docs-'));
    try {
      const marked = guides.flatMap(({ text }) => fences(text)).filter(({ mark }) => mark === 'run');
      expect(marked.length).toBeGreaterThan(0);
      for (const { code } of marked) {
        execFileSync('sh', ['-e', '-c', code], { env: { ...process.env, FOLDER: folder }, cwd: resolve('.') });
      }
      expect(JSON.parse(readFileSync(join(folder, 'sbom.json'), 'utf8'))).toMatchObject({ bomFormat: 'CycloneDX' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
