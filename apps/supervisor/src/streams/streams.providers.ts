import { HistoryService } from './history.service.js';
import { OverviewService } from './overview.service.js';
import { PastLimit } from './past-limit.js';
import { SampleKeeper } from './sample-keeper.js';
import { StreamsController } from './streams.controller.js';

export const STREAMS_CONTROLLERS = [StreamsController];
export const STREAMS_PROVIDERS = [PastLimit, OverviewService, HistoryService, SampleKeeper];
