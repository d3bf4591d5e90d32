import { defineConfig } from 'vitest/config';

const shared = {
  ssr: { resolve: { conditions: ['source'] } },
};

/** What is waited for comes within milliseconds on a quiet machine; only what never comes is to fail. */
const expectations = { poll: { timeout: 15_000 } };

const withServices = {
  expect: expectations,
  exclude: ['node_modules/**', 'dist/**'],
  globalSetup: ['test/support/global-setup.ts'],
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // Real processes on a machine that others use too: what passes at the second try is named at the end of the run.
  retry: 1,
};

/**
 * Disjoint suites by suffix: pure specs run in parallel, those with real services one file after another, those through
 * the front door and those of pages beside them. The long fault runs are for `npm run test:chaos` alone; what takes longer still (`*.soak.ts`)
 * runs only when it is named.
 */
export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          expect: expectations,
          include: ['{apps,libs,config,test,scripts,bench}/**/*.spec.ts'],
          exclude: ['**/*.integration.spec.ts', '**/*.e2e.spec.ts', 'node_modules/**', 'dist/**'],
          // Some compile schemas for seconds, and a machine may be busy: only what hangs is to fail by time.
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'services',
          include: ['{apps,libs,config,test}/**/*.integration.spec.ts'],
          ...withServices,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['{apps,libs,config,test}/**/*.e2e.spec.ts'],
          ...withServices,
          exclude: [...withServices.exclude, 'test/widgets/**'],
        },
      },
      {
        ...shared,
        test: { name: 'pages', include: ['test/widgets/**/*.e2e.spec.ts'], ...withServices },
      },
      {
        ...shared,
        test: {
          name: 'shots',
          include: ['test/**/*.shots.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'chaos',
          expect: expectations,
          include: ['{test/chaos,bench}/**/*.{chaos,soak}.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
