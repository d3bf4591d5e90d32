/** Tests of the project "services" need what `npm test` starts for them; without it they fail instead of being skipped. */
export default function setup(): void {
  for (const key of ['TEST_DATABASE_URL', 'TEST_REDIS_URL']) {
    if (!process.env[key]) throw new Error(`${key} is not set: these tests need real services. Run: npm test`);
  }
}
