/**
 * One file for each dependency rule, that breaks it. `scripts/check-dependencies.mjs` lays them out in a folder of
 * their own and expects every rule to speak up.
 */
export const probes = [
  ['contracts-import-zod-alone', 'libs/contracts/src/probe-a.ts', "import 'node:fs';"],
  ['domain-imports-contracts-alone', 'libs/domain/src/probe-b.ts', "import 'node:crypto';"],
  ['adapters-stand-alone', 'libs/redis/src/probe-c.ts', "import '../../persistence/src/index.js';"],
  ['nothing-below-apps-imports-apps', 'libs/redis/src/probe-d.ts', "import '../../../apps/worker/src/target.js';"],
  ['libs-know-no-configuration', 'libs/redis/src/probe-e.ts', "import '../../../config/index.js';"],
  ['composition-roots-alone-see-configuration', 'apps/worker/src/probe-f.ts', "import '../../../config/index.js';"],
  ['apps-never-import-each-other', 'apps/supervisor/src/probe-g.ts', "import '../../worker/src/target.js';"],
  ['browser-code-sees-contracts-alone', 'apps/widgets/src/probe-h.ts', "import '../../../libs/domain/src/index.js';"],
  ['browser-code-sees-contracts-alone', 'apps/dashboard/src/probe-v.ts', "import '../../../libs/domain/src/index.js';"],
  ['pages-stay-small', 'apps/widgets/src/probe-i.ts', "import '../../../libs/contracts/src/index.js';"],
  ['shipping-code-never-imports-tests', 'apps/worker/src/probe-j.ts', "import '../../../test/support/target.js';"],
  ['only-in-adapter-ioredis', 'apps/worker/src/probe-k.ts', "import 'ioredis';"],
  ['only-in-adapter-bullmq', 'apps/worker/src/probe-l.ts', "import 'bullmq';"],
  ['only-in-adapter-stripe', 'apps/worker/src/probe-stripe.ts', "import 'stripe';"],
  ['only-in-adapter-mikro-orm', 'apps/worker/src/probe-m.ts', "import '@mikro-orm/core';"],
  ['only-in-adapter-tiktok-live-connector', 'apps/worker/src/probe-n.ts', "import 'tiktok-live-connector';"],
  ['only-in-adapter-tiktok-live-proto', 'apps/worker/src/probe-o.ts', "import 'tiktok-live-proto/v3';"],
  ['only-in-adapter-metrics-and-logs', 'apps/worker/src/probe-p.ts', "import 'pino';"],
  ['only-in-adapter-rate-limiter-flexible', 'apps/worker/src/probe-v.ts', "import 'rate-limiter-flexible';"],
  ['only-in-adapter-argon2', 'apps/worker/src/probe-w.ts', "import '@node-rs/argon2';"],
  ['only-in-adapter-opentelemetry', 'apps/worker/src/probe-y.ts', "import '@opentelemetry/api';"],
  ['tracing-is-loaded-on-demand', 'libs/tracing/src/index.ts', "import '@opentelemetry/api';"],
  ['only-in-adapter-nodemailer', 'apps/worker/src/probe-x.ts', "import 'nodemailer';"],
  ['no-cycles', 'apps/worker/src/probe-q.ts', "import './probe-r.js';"],
  ['no-unresolvable-imports', 'apps/worker/src/probe-s.ts', "import './nowhere.js';"],
  ['no-undeclared-packages', 'apps/worker/src/probe-t.ts', "import 'msgpackr';"],
  ['no-development-packages-in-production', 'apps/worker/src/probe-u.ts', "import 'vitest';"],
];

/** What the probes import. */
export const targets = [
  ['libs/contracts/src/index.ts', 'export const contracts = 1;'],
  ['libs/domain/src/index.ts', 'export const domain = 1;'],
  ['libs/persistence/src/index.ts', 'export const persistence = 1;'],
  ['config/index.ts', 'export const config = 1;'],
  ['apps/worker/src/target.ts', 'export const target = 1;'],
  ['apps/worker/src/probe-r.ts', "import './probe-q.js';"],
  ['test/support/target.ts', 'export const support = 1;'],
];
