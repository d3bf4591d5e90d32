import { HeartbeatSender } from './heartbeats/heartbeat-sender.js';
import { Heartbeats } from './heartbeats/heartbeats.js';
import { LevelChecks } from './heartbeats/level-checks.js';

export const OPS_CONTROLLERS = [];
export const OPS_PROVIDERS = [LevelChecks, HeartbeatSender, Heartbeats];
