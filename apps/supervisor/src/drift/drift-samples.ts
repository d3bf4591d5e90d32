import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DriftSampleQuery } from '#libs/contracts';
import { exportSample, type DriftBook, type DriftSample, type KeyedBytes } from '#libs/domain';
import { using } from '../outage-log.js';
import { DRIFT_BOOK } from '../supervisor.tokens.js';

const MINUTE_MS = 60_000;
const BLOCK_BYTES = 32;

/** A secret that is forgotten with the export: nobody, we included, finds back to the persons. */
function forgottenKey(): KeyedBytes {
  const key = randomBytes(32);
  return (text, length) => {
    const seed = createHmac('sha256', key).update(text).digest();
    const blocks = Array.from({ length: Math.ceil(length / BLOCK_BYTES) }, (_, index) =>
      createHmac('sha256', seed).update(String(index)).digest(),
    );
    return Buffer.concat(blocks).subarray(0, length);
  };
}

/** Samples as JSON lines in the form of a recording, without persons; the same stand-ins within one export. */
export function toRecording(samples: readonly DriftSample[]): string {
  const keyed = forgottenKey();
  const shiftMs = -randomInt(MINUTE_MS, 6 * 60 * MINUTE_MS);
  const lines = samples.map((sample) => {
    const { payload, ...line } = exportSample(sample, keyed, shiftMs);
    return `${JSON.stringify({ ...line, payload: Buffer.from(payload).toString('base64') })}\n`;
  });
  return lines.join('');
}

@Injectable()
export class DriftSamples {
  constructor(@Inject(DRIFT_BOOK) private readonly book: Pick<DriftBook, 'samples'>) {}

  async export({ method, reason }: DriftSampleQuery): Promise<string> {
    const samples = await using('redis', this.book.samples());
    const wanted = samples.filter(
      (sample) => (method === undefined || sample.method === method) && (reason ?? sample.reason) === sample.reason,
    );
    return toRecording(wanted);
  }
}
