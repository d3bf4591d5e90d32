import { ConfigurationError, readEnvironment } from './load.js';

/** Run before anything starts: ends with 1 and a message that names the key when the configuration is wrong. */
try {
  readEnvironment(process.env);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
