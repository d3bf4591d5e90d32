import { loadStripeSimulatorConfig } from '#config';
import { plantCatalogue } from './catalogue.js';
import { StripeSimulator } from './simulator.js';

const { port, secretKey, webhookSecret, webhookUrl, stateFile } = loadStripeSimulatorConfig();
const simulator = new StripeSimulator({ secretKey, stateFile });
plantCatalogue(simulator);
simulator.webhooks.endpoints.push({ url: webhookUrl, secrets: [webhookSecret], form: 'snapshot' });
const url = await simulator.listen(port);
process.stdout.write(`Local Stripe ready on ${url} (control: ${url}/_control)\n`);

const stop = (): void => {
  process.off('SIGTERM', stop);
  process.off('SIGINT', stop);
  void simulator.close();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
