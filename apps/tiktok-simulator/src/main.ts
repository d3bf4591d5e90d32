import { loadSimulatorConfig } from '#config';
import { startSimulator } from './start-simulator.js';

const { port, host, seed } = loadSimulatorConfig();
const { simulator, url } = await startSimulator({ port, host, ...(seed === undefined ? {} : { seed }) });
process.stdout.write(`TikTok simulator ready on ${url} (control: ${url}/_control)\n`);

const stop = (): void => {
  process.off('SIGTERM', stop);
  process.off('SIGINT', stop);
  void simulator.close();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
