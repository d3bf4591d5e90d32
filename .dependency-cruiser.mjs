/**
 * Who may know what. Every rule has a file in scripts/dependency-probes.mjs that breaks it, so that a rule which
 * stopped working is noticed.
 */
const SPEC = '[.]spec[.]ts$|^(libs|apps)/[^/]+/test/|^test/';
const COMPOSITION =
  '/main[.]ts$|[.]module[.]ts$|/create-[^/]+[.]ts$|/(migrate|rebuild|betterstack-apply|backup|restore|viewer-data)[.]ts$';

const forbidden = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** A vendor's package appears in its own adapter alone. */
const vendor = (name, packages, homes) =>
  forbidden(
    `only-in-adapter-${name}`,
    `${name} is known in ${homes} alone; everybody else talks to a port`,
    { path: '^(apps|libs|config)/', pathNot: [`^${homes}/`, SPEC] },
    { path: `^node_modules/(${packages})/` },
  );

export default {
  forbidden: [
    forbidden(
      'contracts-import-zod-alone',
      'Contracts are shared by everybody, browsers included',
      { path: '^libs/contracts/', pathNot: SPEC },
      { pathNot: '^libs/contracts/|^node_modules/zod/' },
    ),
    forbidden(
      'domain-imports-contracts-alone',
      'Decisions are pure: no framework, no Node built-ins, no vendor',
      { path: '^libs/domain/', pathNot: SPEC },
      { pathNot: '^libs/(domain|contracts)/' },
    ),
    forbidden(
      'adapters-stand-alone',
      'An adapter never imports another technology',
      { path: '^libs/([^/]+)/', pathNot: `^libs/(domain|contracts)/|${SPEC}` },
      { path: '^libs/', pathNot: '^libs/($1|domain|contracts)/' },
    ),
    forbidden(
      'nothing-below-apps-imports-apps',
      'Libraries know neither apps nor the configuration',
      { path: '^(libs|config)/', pathNot: SPEC },
      { path: '^(apps|config)/', pathNot: '^config/' },
    ),
    forbidden(
      'libs-know-no-configuration',
      'Configuration reaches libraries as arguments',
      { path: '^libs/', pathNot: SPEC },
      { path: '^config/' },
    ),
    forbidden(
      'composition-roots-alone-see-configuration',
      'main.ts, modules and create-*.ts see the configuration; the rest gets what it needs',
      { path: '^apps/', pathNot: `${COMPOSITION}|${SPEC}` },
      { path: '^config/', dependencyTypesNot: ['type-only'] },
    ),
    forbidden(
      'apps-never-import-each-other',
      'Processes talk over ports, not imports',
      { path: '^apps/([^/]+)/', pathNot: SPEC },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbidden(
      'browser-code-sees-contracts-alone',
      'Pages know the protocol and nothing of the servers',
      { path: '^apps/(widgets|dashboard)/src/', pathNot: SPEC },
      { path: '^(libs|config|apps)/', pathNot: '^apps/(widgets|dashboard)/|^libs/contracts/' },
    ),
    forbidden(
      'pages-stay-small',
      'Widget pages take types, and files without zod: zod would cost more than the page',
      { path: '^apps/widgets/src/', pathNot: SPEC },
      {
        path: '^libs/contracts/|^node_modules/zod/',
        pathNot:
          '^libs/contracts/src/(catalogue|preview-messages|block-list|widgets/(look-options|choose-variation|timer-clock))[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbidden(
      'shipping-code-never-imports-tests',
      'What runs in production must not need test code',
      { path: '^(apps|libs|config)/', pathNot: SPEC },
      { path: SPEC },
    ),
    vendor('ioredis', 'ioredis', 'libs/redis'),
    vendor('bullmq', 'bullmq', 'libs/assignments'),
    vendor('stripe', 'stripe', 'libs/billing'),
    vendor('mikro-orm', '@mikro-orm/[^/]+', 'libs/persistence'),
    vendor('tiktok-live-connector', 'tiktok-live-connector|tiktok-live-api-sdk', 'libs/live-source'),
    vendor('tiktok-live-proto', 'tiktok-live-proto', '(libs/live-source|apps/tiktok-simulator)'),
    vendor('metrics-and-logs', 'prom-client|pino', 'libs/observability'),
    vendor('rate-limiter-flexible', 'rate-limiter-flexible', 'libs/redis'),
    vendor('argon2', '@node-rs/argon2', 'libs/passwords'),
    vendor('nodemailer', 'nodemailer', 'libs/mail'),
    vendor('opentelemetry', '@opentelemetry/[^/]+', 'libs/tracing'),
    forbidden(
      'tracing-is-loaded-on-demand',
      'Whoever records no traces loads nothing of it',
      { path: '^libs/tracing/src/index[.]ts$' },
      {
        path: '^libs/tracing/src/ot|^node_modules/@opentelemetry/',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    ),
    forbidden('no-cycles', 'A cycle has no beginning', {}, { circular: true }),
    forbidden('no-unresolvable-imports', 'It would fail at run time', {}, { couldNotResolve: true }),
    forbidden(
      'no-undeclared-packages',
      'A package that is there by accident is gone by accident',
      { path: '^(apps|libs|config)/', pathNot: SPEC },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbidden(
      'no-development-packages-in-production',
      'Development packages are not installed there',
      { path: '^(apps|libs|config)/', pathNot: `${SPEC}|^apps/(widgets|dashboard)/|/testing/` },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
