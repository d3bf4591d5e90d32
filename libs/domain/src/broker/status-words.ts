import type { SourceStatus } from '#libs/contracts';
import { FAILURE_CLASSES, type FailureClass } from './failure-classes.js';

/** What can be wrong with a connection that is up. `paused` is the streamer's own doing, and nothing is wrong. */
export type BrokerConcern = 'log-behind' | 'drift' | 'quiet' | 'paused';

interface ConcernWords {
  state: SourceStatus['state'];
  code: string;
  text: string;
  operator: string;
}

/** The first one that holds is told. */
const CONCERNS: Record<BrokerConcern, ConcernWords> = {
  'log-behind': {
    state: 'degraded',
    code: 'LOG.BEHIND',
    text: 'Connected, but events are shown late: our storage does not keep up. You need do nothing.',
    operator: 'Appends to Redis fail or wait. Look at the memory of Redis, its log, and the way to it.',
  },
  drift: {
    state: 'degraded',
    code: 'SOURCE.DRIFT',
    text: 'Connected, but TikTok has changed something and some events may be missing. The operator has been told.',
    operator: 'Messages cannot be read as before. Look at streamshape_source_messages_total and the samples.',
  },
  quiet: {
    state: 'degraded',
    code: 'SOURCE.QUIET',
    text: 'Connected, but TikTok has sent nothing for a while. You need do nothing: if it stays silent we connect again.',
    operator: 'No frame, not even a keep-alive. The watchdog ends the connection after SOURCE_SILENCE_MS.',
  },
  paused: {
    state: 'live',
    code: 'STREAM.PAUSED',
    text: 'The stream is paused on TikTok. Events come again when it goes on.',
    operator: 'The streamer paused the stream.',
  },
};
const BY_WEIGHT = Object.keys(CONCERNS) as BrokerConcern[];

/** The code of a broker that waits for its turn to look. */
export const LOOK_QUEUED = 'LIVENESS.QUEUED';

export const QUEUED = {
  code: LOOK_QUEUED,
  text: 'Waiting for a turn to look whether you are live. You need do nothing.',
};

/** Codes that are not of a failure class or a concern, with what the operator reads. */
const OTHERS: Record<string, string> = {
  [QUEUED.code]: 'LIVENESS_REQUESTS_PER_MINUTE is used up for the moment; looks go out in turn.',
  'BROKER.CRASHED': 'A broker throws again and again. Its worker logs "A broker crashed" with the stack.',
  'BROKER.MOVED': 'The machine that had this streamer is gone; another one is connecting.',
  'BROKER.MOVING': 'Nobody holds the lease at the moment. Look whether a worker with room is running.',
  'BROKER.STARTING': 'Assigned to a machine that has not answered yet.',
  'BROKER.DISABLED': 'The streamer is switched off.',
};

/** The status of a connection that is up, with the heaviest of what is wrong. `since` is when it began. */
export function liveStatus(concerns: readonly BrokerConcern[], now: number): SourceStatus {
  const heaviest = BY_WEIGHT.find((concern) => concerns.includes(concern));
  if (heaviest === undefined) return { state: 'live', since: now };
  const { state, code, text } = CONCERNS[heaviest];
  return { state, since: now, reason: { code, text } };
}

/** Whether the stream is being heard; something may be wrong with the connection all the same. */
export function isConnected(status: SourceStatus | undefined): boolean {
  return status?.state === 'live' || status?.state === 'degraded';
}

/** What an operator reads about a status: the cause and where to look. `undefined` where nothing is wrong. */
export function operatorAdvice(status: Pick<SourceStatus, 'state' | 'reason'>): string | undefined {
  const code = status.reason?.code;
  if (code === undefined) return undefined;
  const failure = Object.values(FAILURE_CLASSES).find((known) => known.code === code);
  if (failure) return adviceOf(failure, status);
  return Object.values(CONCERNS).find((concern) => concern.code === code)?.operator ?? OTHERS[code];
}

/** Stuck failures are told from fresh ones by what the streamer was told. */
function adviceOf(failure: FailureClass, { state }: Pick<SourceStatus, 'state'>): string {
  const stuck = state === 'blocked' && failure.state !== 'blocked';
  return stuck ? failure.stuck.operator : failure.words.operator;
}
