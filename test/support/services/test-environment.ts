/** What `npm test` tells the tests about the services and programs that it has prepared. */
export const testEnvironment = {
  /** The PostgreSQL of this run; its user may create databases. */
  databaseUrl: () => required('TEST_DATABASE_URL'),
  /** The Redis of this run, shared by all tests. */
  redisUrl: () => required('TEST_REDIS_URL'),
  redisServerBin: () => required('TEST_REDIS_SERVER_BIN'),
  /** Empty if Redis is installed in the system. */
  redisLibraryPath: () => process.env['TEST_REDIS_LD_LIBRARY_PATH'] ?? '',
  postgresBinDir: () => required('TEST_POSTGRES_BIN_DIR'),
  /** The program of a Chromium or Chrome. */
  chromium: () => required('TEST_CHROMIUM'),
  /** A folder that is removed after the run, together with every server that has its data there. */
  servicesDir: () => required('TEST_SERVICES_DIR'),
};

function required(key: string): string {
  const value = process.env[key];
  if (!value) throw new Error(`${key} is not set. Run: npm test`);
  return value;
}
