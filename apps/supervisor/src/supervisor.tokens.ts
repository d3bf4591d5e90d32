import type { HeartbeatPart } from '#libs/domain';

/** Injection tokens of the ports that the supervisor's parts are made from, and of their settings. */
export const LEASES = Symbol('LeaseStore');
export const NODES = Symbol('NodeRegistry');
export const STATUS_WRITER = Symbol('EventLogWriter: reportStatus alone');
export const STATUS_READER = Symbol('StatusReader');
export const READ_MODELS = Symbol('ReadModelStore');
export const ALERTS = Symbol('EventLogReader: snapshot alone');
export const ALERT_MARKS = Symbol('AlertMarks');
export const WIDGET_CONTROLS = Symbol('WidgetControls');
export const LOG_HISTORY = Symbol('EventLogHistory');
export const TEST_RUNS = Symbol('TestRunStore');
export const ASSIGNMENTS = Symbol('AssignmentQueue');
export const MOVE_OFFERS = Symbol('MoveOffers');
export const BACKLOG = Symbol('AssignmentBacklog');
export const PROJECTIONS = Symbol('ProjectionStore');
export const OUTBOX = Symbol('Outbox');
export const DRIFT_BOOK = Symbol('DriftBook');
export const PAGE_PRESENCE = Symbol('PagePresence');
export const UPLOAD_STORE = Symbol('UploadStore');
export const HABITS = Symbol('HabitStore');
export const THROTTLE = Symbol('Throttle');
export const MAILER = Symbol('Mailer, or undefined without a mail server');
export const FAILED_JOBS = Symbol('FailedJobs');
export const SIGN_BUDGET = Symbol('SignBudgetReader');
export const SUPERVISOR_BOARD = Symbol('SupervisorBoard');
export const VIEWER_FOOTPRINTS = Symbol('ViewerFootprints');
export const SETTINGS = Symbol('SupervisorSettings');

/** What parts of the supervisor need of the configuration. */
export interface SupervisorSettings {
  version: string;
  publicUrl: string;
  widgetsUrl: string;
  sourceUrl: string;
  operatorToken: string;
  healthToken: string;
  encryptionKey: string;
  limits: { requestsPerMinute: number };
  /** `outbox`: mails are shown at /outbox and sent to nobody. */
  mail: { outbox: boolean };
  accounts: {
    /** Streamers pay for a plan here. */
    billing: boolean;
    /** While nobody is an admin, whoever confirms an address first becomes one. */
    firstIsAdmin: boolean;
  };
  leaseTtlMs: number;
  placement: { tickMs: number; spacingMs: number; moveTimeoutMs: number };
  uploads: { maxBytes: number; quota: { maxBytes: number; maxCount: number } };
  /** Days for which minutes of streams are kept. */
  streams: { sampleDays: number };
  drift: { spanMs: number };
  canary: { handles: readonly string[]; gatewayUrl: string; limits: { lateMs: number; silentMs: number } };
  heartbeats: {
    intervalMs: number;
    supervisors: number;
    workers: number;
    urls: Record<HeartbeatPart, string | undefined>;
  };
  status: { intervalMs: number };
  retention: { sessionsDays: number; movesDays: number; auditDays: number; statusDays: number };
  demo: { handle: string } | undefined;
}

export { DEMO_WIDGET_KEY } from '#libs/contracts';
