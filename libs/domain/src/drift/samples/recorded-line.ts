import { anonymiseMessage } from './anonymise.js';
import { isDisplayKey } from './constants.js';
import { Pseudonyms, type KeyedBytes } from './pseudonyms.js';

/** One raw message that was kept because something was wrong with it. */
export interface DriftSample {
  method: string;
  reason: string;
  msgId: string;
  /** ms, as received. */
  receivedAt: number;
  payload: Uint8Array;
}

/** The form of the recordings under test/fixtures/tiktok, `payload` still in bytes. */
export interface RecordedSample {
  method: string;
  msgId: string;
  createTime: number;
  payload: Uint8Array;
}

/** A sample as it may leave the house: the same replacements in all samples that share `keyed` and `shiftMs`. */
export function exportSample(sample: DriftSample, keyed: KeyedBytes, shiftMs: number): RecordedSample {
  const { method } = sample;
  const options = { keyed, shiftMs, isConstant: (text: string) => text === method || isDisplayKey(text) };
  const msgId = new Pseudonyms(options).text(sample.msgId);
  return {
    method,
    // A replay counts up from it.
    msgId: /^\d{1,20}$/u.test(msgId) ? msgId : '0',
    createTime: sample.receivedAt + shiftMs,
    payload: anonymiseMessage(sample.payload, options),
  };
}
