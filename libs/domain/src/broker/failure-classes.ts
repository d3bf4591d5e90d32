import type { SourceStatus } from '#libs/contracts';
import type { LiveSourceErrorKind } from '../ports/live-source.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export type FailureKind = Exclude<LiveSourceErrorKind, 'offline'>;

/** Words for one class: `streamer` says what to do or that nothing is to be done, `operator` where to look. */
export interface FailureWords {
  streamer: (handle: string) => string;
  operator: string;
}

/** How a broker meets one class of failure. */
export interface FailureClass {
  state: SourceStatus['state'];
  code: string;
  words: FailureWords;
  /** Lowest and highest delay before the next try, ms; absent ones are the operator's settings. */
  minMs?: number;
  maxMs?: number;
  /** What is said once the same failure came `LIMIT` times in a row: the delay is at its highest by then. */
  stuck: FailureWords;
}

/** So many of the same failure in a row are no accident any more: the status becomes `blocked` and says what to do. */
export const LIMIT = 10;

/** What each failure means to the people who read it, and how soon another try can make sense. */
export const FAILURE_CLASSES: Record<FailureKind, FailureClass> = {
  'user-not-found': {
    state: 'blocked',
    code: 'TIKTOK.USER_NOT_FOUND',
    words: {
      streamer: (handle) => `TikTok knows no user @${handle}. Check the spelling of the TikTok name in your settings.`,
      operator: 'TikTok answers 19881007 user_not_found. Ask the streamer for the exact handle; it may have changed.',
    },
    stuck: {
      streamer: (handle) => `TikTok still knows no user @${handle}. Enter your present TikTok name in your settings.`,
      operator: 'The handle has been unknown for hours: switch the streamer off or correct the handle.',
    },
    minMs: 10 * MINUTE,
    maxMs: 60 * MINUTE,
  },
  'address-blocked': {
    state: 'retrying',
    code: 'TIKTOK.ADDRESS_BLOCKED',
    words: {
      streamer: () => 'TikTok does not answer this server at the moment. You need do nothing: we keep trying.',
      operator:
        'TikTok shows a captcha or an empty page to this address. All looks of the cluster slow down by themselves.',
    },
    stuck: {
      streamer: () =>
        'TikTok has blocked this server. You need do nothing; the operator has to give it another address.',
      operator: 'The block stays. Lower LIVENESS_REQUESTS_PER_MINUTE, or move the workers to another address.',
    },
    minMs: 30 * SECOND,
    maxMs: 15 * MINUTE,
  },
  'sign-rate-limited': {
    state: 'retrying',
    code: 'SIGN.RATE_LIMITED',
    words: {
      streamer: () => 'Waiting for its turn, as many connections were opened in a short time. You need do nothing.',
      operator: 'The quota of the sign key is used up. The next call goes out when the service allows it.',
    },
    stuck: {
      streamer: () =>
        'There are more connections than this server may open. You need do nothing; the operator has to act.',
      operator: 'The sign quota does not suffice. Use a larger plan, or add a provider to TIKTOK_SIGN_PROVIDERS.',
    },
    minMs: 5 * SECOND,
    maxMs: 15 * MINUTE,
  },
  'sign-outage': {
    state: 'retrying',
    code: 'SIGN.OUTAGE',
    words: {
      streamer: () =>
        'The service that opens connections to TikTok is not working. You need do nothing: we keep trying.',
      operator:
        'The sign service answers with errors or not at all. Look at its status page; other providers are tried.',
    },
    stuck: {
      streamer: () => 'The service that opens connections to TikTok has been down for long. You need do nothing.',
      operator: 'The outage lasts. Add another provider to TIKTOK_SIGN_PROVIDERS; connections that are open stay.',
    },
    minMs: 2 * SECOND,
    maxMs: 5 * MINUTE,
  },
  'sign-refused': {
    state: 'blocked',
    code: 'SIGN.REFUSED',
    words: {
      streamer: () =>
        'The key for opening connections to TikTok was refused. You need do nothing; the operator has to renew it.',
      operator: 'The sign service answers 401, 402 or 403. Renew the key or the plan, then restart the workers.',
    },
    stuck: {
      streamer: () =>
        'The key for opening connections to TikTok is still refused. You need do nothing; ask the operator.',
      operator: 'The sign key is still refused: renew the key or the plan, then restart the workers.',
    },
    minMs: 5 * MINUTE,
    maxMs: 30 * MINUTE,
  },
  'device-blocked': {
    state: 'retrying',
    code: 'TIKTOK.DEVICE_BLOCKED',
    words: {
      streamer: () => 'TikTok refused the connection. You need do nothing: the next try uses another device profile.',
      operator: 'TikTok refused the WebSocket (DEVICE_BLOCKED). Each try uses another device profile.',
    },
    stuck: {
      streamer: () => 'TikTok refuses every connection of this server. You need do nothing; the operator has to act.',
      operator:
        'Every device profile is refused. Update tiktok-live-connector, or move the workers to another address.',
    },
    minMs: 30 * SECOND,
    maxMs: 15 * MINUTE,
  },
  transient: {
    state: 'retrying',
    code: 'SOURCE.INTERRUPTED',
    words: {
      streamer: () => 'The connection to TikTok was interrupted. You need do nothing: we are connecting again.',
      operator: 'The network or TikTok cut the connection or was too slow. Look at it only if many rooms say so.',
    },
    stuck: {
      streamer: () =>
        'TikTok cannot be reached. Check that your stream runs on TikTok; if it does, tell the operator of this server.',
      operator: 'This room has failed ten times in a row. Look at the worker log, and whether other rooms work.',
    },
  },
};

/** Whether a person other than the operator has to act, so that no alarm helps. */
export function isStreamersDoing(code: string | undefined): boolean {
  return code === FAILURE_CLASSES['user-not-found'].code;
}
