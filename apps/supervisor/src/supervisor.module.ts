import {
  Inject,
  Module,
  type DynamicModule,
  type InjectionToken,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Mailer, UploadStore } from '#libs/domain';
import { ObservabilityModule, type Metrics, type ObservabilityOptions } from '#libs/observability';
import { PersistenceModule, type Database } from '#libs/persistence';
import { ACCESS_PROVIDERS } from './access/access.providers.js';
import { ACCOUNTS_CONTROLLERS, ACCOUNTS_PROVIDERS } from './accounts/accounts.providers.js';
import { ADMIN_CONTROLLERS, ADMIN_PROVIDERS } from './admin/admin.providers.js';
import { ActivityController } from './activity/activity.controller.js';
import { ActivityService } from './activity/activity.service.js';
import { BILLING_CONTROLLERS, BILLING_PROVIDERS } from './billing/billing.providers.js';
import { BILLING_GATE, BILLING_SETTINGS, type BillingGate, type BillingSettings } from './billing/billing.tokens.js';
import { CANARY_CONTROLLERS, CANARY_PROVIDERS } from './canary/canary.providers.js';
import { DashboardController } from './dashboard/dashboard.controller.js';
import { DashboardFiles } from './dashboard/dashboard-files.js';
import { DemoSeed } from './demo/demo-seed.js';
import { DRIFT_CONTROLLERS, DRIFT_PROVIDERS } from './drift/drift.providers.js';
import { GoalsController } from './goals/goals.controller.js';
import { GoalsService } from './goals/goals.service.js';
import { BrokersHealthController } from './health/brokers-health.controller.js';
import { BrokersHealthService } from './health/brokers-health.service.js';
import { ProblemFilter } from './http/problem.filter.js';
import { BaseKeeper } from './ledger/base-keeper.js';
import { CheckpointKeeper } from './ledger/checkpoint-keeper.js';
import { LedgerComparison } from './ledger/ledger-comparison.js';
import { LedgerConsumer } from './ledger/ledger-consumer.js';
import { ONBOARDING_CONTROLLERS, ONBOARDING_PROVIDERS } from './onboarding/onboarding.providers.js';
import { BrokerRestart } from './operator/broker-restart.js';
import { BrokersController } from './operator/brokers.controller.js';
import { BrokersService } from './operator/brokers.service.js';
import { MovesController } from './operator/moves.controller.js';
import { NodeCommandSender } from './operator/node-command-sender.js';
import { NodesController } from './operator/nodes.controller.js';
import { NodesService } from './operator/nodes.service.js';
import { OperatorLook } from './operator/operator-look.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { MAIL_CONTROLLERS, MAIL_PROVIDERS } from './mail/mail.providers.js';
import { HabitKeeper } from './liveness/habit-keeper.js';
import { ModerationController } from './moderation/moderation.controller.js';
import { ModerationService } from './moderation/moderation.service.js';
import { MoveHistory } from './placement/move-history.js';
import { PlacementActuator } from './placement/placement-actuator.js';
import { PlacementLoop } from './placement/placement-loop.js';
import { PlacementMetrics } from './placement/placement-metrics.js';
import { PlacementState } from './placement/placement-state.js';
import { RedisLife } from './placement/redis-life.js';
import { LookupController } from './read-models/lookup.controller.js';
import { PresentTotals } from './read-models/present-totals.js';
import { ReadModelSync } from './read-models/read-model-sync.js';
import { OPS_CONTROLLERS, OPS_PROVIDERS } from './ops.providers.js';
import type { RedisPorts } from './redis-ports.js';
import { KnownStreamers } from './streamers/known-streamers.js';
import { StreamersController } from './streamers/streamers.controller.js';
import { StreamersService } from './streamers/streamers.service.js';
import { WidgetKeyVault } from './streamers/widget-key-vault.js';
import { STREAMS_CONTROLLERS, STREAMS_PROVIDERS } from './streams/streams.providers.js';
import { TEST_CONTROLLERS, TEST_PROVIDERS } from './test-events/test-events.providers.js';
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
  FAILED_JOBS,
  LEASES,
  MAILER,
  LOG_HISTORY,
  MOVE_OFFERS,
  NODES,
  OUTBOX,
  PAGE_PRESENCE,
  PROJECTIONS,
  READ_MODELS,
  SETTINGS,
  SIGN_BUDGET,
  STATUS_READER,
  STATUS_WRITER,
  THROTTLE,
  TEST_RUNS,
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
  /** Where the built dashboard is. */
  dashboardFolder: string;
  mailer: Mailer | undefined;
  /** Who takes the money; nobody on a self-hosted server. */
  gate: BillingGate | undefined;
  billing: BillingSettings;
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

  static forParts(parts: SupervisorParts): DynamicModule {
    const { settings, database, redis, uploads, mailer, gate, billing, dashboardFolder, observability } = parts;
    const placement = new PlacementState();
    // Whoever asks a supervisor about the cluster before its first look would be sent away.
    const readiness = { ...observability.readiness, placement: () => placement.assertLooked() };
    return {
      module: SupervisorModule,
      imports: [ObservabilityModule.forRoot({ ...observability, readiness }), PersistenceModule.forRoot(database)],
      controllers: [
        ...[StreamersController, GoalsController, WidgetQueuesController, BrokersHealthController, LookupController],
        ...[UploadsController, ...TEST_CONTROLLERS, ...STREAMS_CONTROLLERS, ActivityController, ModerationController],
        ...[NodesController, BrokersController, MovesController],
        ...[OpenApiController, ...DRIFT_CONTROLLERS, ...CANARY_CONTROLLERS, ...WIDGETS_CONTROLLERS],
        ...[...ACCOUNTS_CONTROLLERS, ...ADMIN_CONTROLLERS, ...MAIL_CONTROLLERS],
        ...ONBOARDING_CONTROLLERS,
        ...[...BILLING_CONTROLLERS, ...OPS_CONTROLLERS],
        // Last: it takes every address that nobody else has.
        DashboardController,
      ],
      providers: [
        value(SETTINGS, settings),
        value(PlacementState, placement),
        value(DashboardFiles, new DashboardFiles(dashboardFolder)),
        value(REDIS_PORTS, redis),
        value(LEASES, redis.leases),
        value(NODES, redis.nodes),
        value(STATUS_WRITER, redis.eventLog),
        value(STATUS_READER, redis.eventLog),
        value(READ_MODELS, redis.readModels),
        value(ALERTS, redis.alerts),
        value(ALERT_MARKS, redis.alertMarks),
        value(WIDGET_CONTROLS, redis.widgetControls),
        value(LOG_HISTORY, redis.logHistory),
        value(TEST_RUNS, redis.testRuns),
        value(ASSIGNMENTS, redis.assignments),
        value(BACKLOG, redis.assignments),
        value(MOVE_OFFERS, redis.offers),
        value(OUTBOX, redis.outbox),
        value(PROJECTIONS, redis.projections),
        value(THROTTLE, redis.throttle),
        value(DRIFT_BOOK, redis.drift),
        value(PAGE_PRESENCE, redis.pagePresence),
        value(UPLOAD_STORE, uploads),
        value(MAILER, mailer),
        value(BILLING_GATE, gate),
        value(BILLING_SETTINGS, billing),
        value(SIGN_BUDGET, redis.signBudget),
        value(FAILED_JOBS, redis.failedJobs),
        value(HABITS, redis.habits),
        value(SUPERVISOR_BOARD, redis.supervisors),
        value(VIEWER_FOOTPRINTS, redis.viewers),
        value(RedisLife, redis.life),
        value(NodeCommandSender, commandSender(redis, observability.metrics)),
        value(WidgetKeyVault, new WidgetKeyVault(settings.encryptionKey)),
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...[MoveHistory, PlacementMetrics, PlacementActuator, PlacementLoop],
        ...[
          PresentTotals,
          ReadModelSync,
          LedgerConsumer,
          StreamersService,
          WidgetQueuesService,
          DemoSeed,
          BrokersHealthService,
        ],
        ...[BaseKeeper, CheckpointKeeper, LedgerComparison, GoalsService, HabitKeeper, UploadsService, UploadSweep],
        ...[KnownStreamers, ...TEST_PROVIDERS, ...STREAMS_PROVIDERS, ActivityService, ModerationService],
        ...[OperatorLook, NodesService, BrokersService, BrokerRestart],
        ...[...ACCESS_PROVIDERS, ...ACCOUNTS_PROVIDERS, ...ADMIN_PROVIDERS, ...MAIL_PROVIDERS, ...BILLING_PROVIDERS],
        ...[...DRIFT_PROVIDERS, ...CANARY_PROVIDERS, ...WIDGETS_PROVIDERS],
        ...ONBOARDING_PROVIDERS,
        ...OPS_PROVIDERS,
      ],
    };
  }

  /** Resolves when Redis answers, however late, or the process ends. Rejects when it refuses the password. */
  async untilRedisAnswers(): Promise<void> {
    await this.redis.untilAnswers();
  }

  /** After every loop and server has stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.redis.close();
  }
}
