import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { inRepository, root } from '../../scripts/system/paths.mjs';

const PACKAGES = [
  'ws',
  'ioredis',
  'socket.io',
  '@socket.io/redis-adapter',
  '@socket.io/redis-emitter',
  '@socket.io/redis-streams-adapter',
  '@nestjs/core',
  '@nestjs/platform-socket.io',
  '@nestjs/platform-ws',
  'amqplib',
  'express',
  'hdr-histogram-js',
  'bullmq',
];

const versionOf = (name) =>
  JSON.parse(readFileSync(inRepository('node_modules', name, 'package.json'), 'utf8')).version;

function commit() {
  try {
    const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'apps', 'libs') ? ' with changes' : '')
    );
  } catch {
    return 'unknown';
  }
}

/** Where and with what something was measured. */
export function machine({ redis, rabbit } = {}) {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    product: commit(),
    ...(redis ? { redis } : {}),
    ...(rabbit ? { rabbitmq: rabbit } : {}),
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
  };
}
