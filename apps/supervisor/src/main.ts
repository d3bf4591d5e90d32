import { loadSupervisorConfig, type SupervisorConfig } from '#config';
import { createSupervisor } from './create-supervisor.js';
import { SupervisorModule } from './supervisor.module.js';

function readConfig(): SupervisorConfig | undefined {
  try {
    return loadSupervisorConfig();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

async function run(config: SupervisorConfig): Promise<void> {
  const app = await createSupervisor(config);
  try {
    await app.listen(config.port, config.bindAddress);
    await app.get(SupervisorModule).untilRedisAnswers();
  } catch (error) {
    await app.close();
    throw error;
  }
}

function explain(error: unknown, { port }: SupervisorConfig): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `port ${port} is taken. Stop what uses it, or set SUPERVISOR_PORT to another one.`;
  }
  return error.message;
}

const config = readConfig();
if (config) {
  try {
    await run(config);
  } catch (error) {
    process.stderr.write(`The supervisor cannot start: ${explain(error, config)}\n`);
    process.exitCode = 1;
  }
}
