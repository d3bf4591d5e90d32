import { TikTokSimulator } from './simulator.js';

export interface StartSimulatorOptions {
  port: number;
  host: string;
  seed?: number;
  /** Base address of pictures, where browsers do not reach the simulator under `host`. */
  publicUrl?: string;
  /** Handle that plays the lively script from the start. Default `demo`; false for none. */
  demoHandle?: string | false;
}

export interface RunningSimulator {
  simulator: TikTokSimulator;
  url: string;
  port: number;
}

/** Starts a simulator with its demo room live. */
export async function startSimulator(options: StartSimulatorOptions): Promise<RunningSimulator> {
  const simulator = new TikTokSimulator({
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
  });
  const { url, port } = await simulator.listen(options.port, options.host);
  const handle = options.demoHandle ?? 'demo';
  if (handle !== false) simulator.room(handle).startLively();
  return { simulator, url, port };
}
