import type { Provider } from '@nestjs/common';
import type { StatusNotices } from '#libs/domain';
import { HeartbeatSender } from './heartbeats/heartbeat-sender.js';
import { Heartbeats } from './heartbeats/heartbeats.js';
import { LevelChecks } from './heartbeats/level-checks.js';
import { StatusParts } from './status/status-parts.js';
import { StatusWatch } from './status/status-watch.js';
import { StatusController } from './status/status.controller.js';
import { StatusService } from './status/status.service.js';
import { STATUS_NOTICES } from './supervisor.tokens.js';

/** Until somebody keeps announcements there are none. */
const NO_NOTICES: StatusNotices = { recent: () => Promise.resolve([]) };

export const OPS_CONTROLLERS = [StatusController];
export const OPS_PROVIDERS: Provider[] = [
  ...[LevelChecks, HeartbeatSender, Heartbeats],
  { provide: STATUS_NOTICES, useValue: NO_NOTICES },
  ...[StatusParts, StatusWatch, StatusService],
];
