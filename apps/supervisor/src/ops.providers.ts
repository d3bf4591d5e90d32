import type { Provider } from '@nestjs/common';
import type { BrokerRepository, ViewerFootprints, ViewerRecords } from '#libs/domain';
import { BROKER_REPOSITORY, VIEWER_RECORDS } from '#libs/persistence';
import { HeartbeatSender } from './heartbeats/heartbeat-sender.js';
import { Heartbeats } from './heartbeats/heartbeats.js';
import { LevelChecks } from './heartbeats/level-checks.js';
import { ViewerDataService } from './privacy/viewer-data.js';
import { ViewersController } from './privacy/viewers.controller.js';
import { ReadModelSync } from './read-models/read-model-sync.js';
import { RetentionKeeper } from './retention/retention-keeper.js';
import { StatusParts } from './status/status-parts.js';
import { StatusWatch } from './status/status-watch.js';
import { StatusController } from './status/status.controller.js';
import { StatusService } from './status/status.service.js';
import { VIEWER_FOOTPRINTS } from './supervisor.tokens.js';

export const OPS_CONTROLLERS = [StatusController, ViewersController];
export const OPS_PROVIDERS: Provider[] = [
  ...[LevelChecks, HeartbeatSender, Heartbeats],
  {
    provide: ViewerDataService,
    inject: [VIEWER_RECORDS, VIEWER_FOOTPRINTS, BROKER_REPOSITORY, ReadModelSync],
    useFactory: (
      records: ViewerRecords,
      footprints: ViewerFootprints,
      brokers: BrokerRepository,
      readModels: ReadModelSync,
    ) => new ViewerDataService(records, footprints, brokers, (streamerId) => readModels.publish(streamerId)),
  },
  RetentionKeeper,
  ...[StatusParts, StatusWatch, StatusService],
];
