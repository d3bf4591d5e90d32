type Env = Record<string, string | undefined>;

export interface Plan {
  embeddedPostgres: boolean;
  embeddedRedis: boolean;
  simulator: boolean;
  stripe: boolean;
  demo: boolean;
  handle: string;
  followsRealRoom: boolean;
  tiktokServers: Record<string, string>;
}
export interface Role {
  name: string;
  app: string;
  stage: number;
  host: string;
  port: number;
  env: Record<string, string>;
}
export function choosePlan(env: Env, flags?: { handle?: string }): Plan;
export function sharedEnvironment(options: {
  env: Env;
  plan: Plan;
  ports: Record<string, number>;
  secrets: Record<string, string>;
  urls: { postgres?: string; redis?: string; simulator?: string; stripe?: string };
  stripeKeys?: Record<string, string>;
}): Env;
export function roles(options: {
  env: Env;
  plan: Plan;
  ports: Record<string, number>;
  /** For the simulator, the second worker, the first if WORKER_PORT is 0, and the local Stripe. */
  freePorts: number[];
}): Role[];
