import {
  Inject,
  Module,
  type DynamicModule,
  type InjectionToken,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { UploadStore } from '#libs/domain';
import { ObservabilityModule, type Metrics, type ObservabilityOptions } from '#libs/observability';
import { PersistenceModule, type Database } from '#libs/persistence';
import { CANARY_CONTROLLERS, CANARY_PROVIDERS } from './canary/canary.providers.js';
import { DemoSeed } from './demo/demo-seed.js';
import { DRIFT_CONTROLLERS, DRIFT_PROVIDERS } from './drift/drift.providers.js';
import { GoalsController } from './goals/goals.controller.js';
import { GoalsService } from './goals/goals.service.js';
import { BrokersHealthController } from './health/brokers-health.controller.js';
import { BrokersHealthService } from './health/brokers-health.service.js';
import { HealthGuard, OperatorGuard } from './http/bearer.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { LandingController } from './landing/landing.controller.js';
import { BaseKeeper } from './ledger/base-keeper.js';
import { CheckpointKeeper } from './ledger/checkpoint-keeper.js';
import { LedgerComparison } from './ledger/ledger-comparison.js';
import { LedgerConsumer } from './ledger/ledger-consumer.js';
import { BrokerRestart } from './operator/broker-restart.js';
import { BrokersController } from './operator/brokers.controller.js';
import { BrokersService } from './operator/brokers.service.js';
import { MovesController } from './operator/moves.controller.js';
import { NodeCommandSender } from './operator/node-command-sender.js';
import { NodesController } from './operator/nodes.controller.js';
import { NodesService } from './operator/nodes.service.js';
import { OperatorLook } from './operator/operator-look.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { HabitKeeper } from './liveness/habit-keeper.js';
import { MoveHistory } from './placement/move-history.js';
import { PlacementActuator } from './placement/placement-actuator.js';
import { PlacementLoop } from './placement/placement-loop.js';
import { PlacementMetrics } from './placement/placement-metrics.js';
import { PlacementState } from './placement/placement-state.js';
import { RedisLife } from './placement/redis-life.js';
import { LookupController } from './read-models/lookup.controller.js';
import { ReadModelSync } from './read-models/read-model-sync.js';
import { OPS_CONTROLLERS, OPS_PROVIDERS } from './ops.providers.js';
import type { RedisPorts } from './redis-ports.js';
import { StreamersController } from './streamers/streamers.controller.js';
import { StreamersService } from './streamers/streamers.service.js';
import { WidgetKeyVault } from './streamers/widget-key-vault.js';
import { UploadSweep } from './uploads/upload-sweep.js';
import { UploadsController } from './uploads/uploads.controller.js';
import { UploadsService } from './uploads/uploads.service.js';
import { WIDGETS_CONTROLLERS, WIDGETS_PROVIDERS } from './widgets/widgets.providers.js';
import { WidgetQueuesController } from './widget-queues/widget-queues.controller.js';
import { WidgetQueuesService } from './widget-queues/widget-queues.service.js';
import {
  ALERT_MARKS,
  ALERTS,
  ASSIGNMENTS,
  BACKLOG,
  DRIFT_BOOK,
  HABITS,
  LEASES,
  MOVE_OFFERS,
  NODES,
  OUTBOX,
  PROJECTIONS,
  READ_MODELS,
  SETTINGS,
  STATUS_READER,
  STATUS_WRITER,
  SUPERVISOR_BOARD,
  UPLOAD_STORE,
  VIEWER_FOOTPRINTS,
  WIDGET_CONTROLS,
  type SupervisorSettings,
} from './supervisor.tokens.js';

export interface SupervisorParts {
  settings: SupervisorSettings;
  database: Database;
  redis: RedisPorts;
  uploads: UploadStore;
  observability: ObservabilityOptions;
}

const value = (provide: InjectionToken, useValue: unknown): Provider => ({ provide, useValue });

function commandSender(redis: RedisPorts, metrics: Metrics): NodeCommandSender {
  const sent = metrics.counter({
    name: 'streamshape_node_commands_total',
    help: 'Commands to worker nodes, by what became of them',
    labelNames: ['command', 'outcome'],
  });
  return new NodeCommandSender(redis.requests, undefined, (command, outcome) => sent.inc({ command, outcome }));
}

const REDIS_PORTS = Symbol('RedisPorts');

/** The control plane: streamers, placement, read models, ledger and health, over the ports that it is given. */
@Module({})
export class SupervisorModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS_PORTS) private readonly redis: RedisPorts) {}

  static forParts({ settings, database, redis, uploads, observability }: SupervisorParts): DynamicModule {
    return {
      module: SupervisorModule,
      imports: [ObservabilityModule.forRoot(observability), PersistenceModule.forRoot(database)],
      controllers: [
        ...[StreamersController, GoalsController, WidgetQueuesController, BrokersHealthController, LookupController],
        UploadsController,
        ...[NodesController, BrokersController, MovesController],
        ...[OpenApiController, LandingController, ...DRIFT_CONTROLLERS, ...CANARY_CONTROLLERS, ...WIDGETS_CONTROLLERS],
        ...OPS_CONTROLLERS,
      ],
      providers: [
        value(SETTINGS, settings),
        value(REDIS_PORTS, redis),
        value(LEASES, redis.leases),
        value(NODES, redis.nodes),
        value(STATUS_WRITER, redis.eventLog),
        value(STATUS_READER, redis.eventLog),
        value(READ_MODELS, redis.readModels),
        value(ALERTS, redis.alerts),
        value(ALERT_MARKS, redis.alertMarks),
        value(WIDGET_CONTROLS, redis.widgetControls),
        value(ASSIGNMENTS, redis.assignments),
        value(BACKLOG, redis.assignments),
        value(MOVE_OFFERS, redis.offers),
        value(OUTBOX, redis.outbox),
        value(PROJECTIONS, redis.projections),
        value(DRIFT_BOOK, redis.drift),
        value(UPLOAD_STORE, uploads),
        value(HABITS, redis.habits),
        value(SUPERVISOR_BOARD, redis.supervisors),
        value(VIEWER_FOOTPRINTS, redis.viewers),
        value(RedisLife, redis.life),
        value(NodeCommandSender, commandSender(redis, observability.metrics)),
        value(WidgetKeyVault, new WidgetKeyVault(settings.encryptionKey)),
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...[MoveHistory, PlacementState, PlacementMetrics, PlacementActuator, PlacementLoop],
        ...[ReadModelSync, LedgerConsumer, StreamersService, WidgetQueuesService, DemoSeed, BrokersHealthService],
        ...[BaseKeeper, CheckpointKeeper, LedgerComparison, GoalsService, HabitKeeper, UploadsService, UploadSweep],
        ...[OperatorLook, NodesService, BrokersService, BrokerRestart],
        ...[OperatorGuard, HealthGuard, ...DRIFT_PROVIDERS, ...CANARY_PROVIDERS, ...WIDGETS_PROVIDERS],
        ...OPS_PROVIDERS,
      ],
    };
  }

  /** After every loop and server has stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.redis.close();
  }
}
