import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { trialMarks, type AccountMoney, type BillingBook } from '#libs/domain';
import { BILLING_BOOK } from '#libs/persistence';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

/** Remembers who has had a trial, without knowing afterwards who that was. */
@Injectable()
export class TrialBook {
  private readonly key: Buffer;

  constructor(
    @Inject(SETTINGS) { encryptionKey }: SupervisorSettings,
    @Inject(BILLING_BOOK) private readonly book: BillingBook,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', encryptionKey, 'streamshape', 'trial', 32));
  }

  readonly marksOf = (who: { email: string; handle: string | null }): string[] =>
    trialMarks(who, (text) => createHmac('sha256', this.key).update(text).digest('base64url'));

  /** Somebody with this address or handle has had one, perhaps with an account that is gone. */
  async knows(money: Pick<AccountMoney, 'email' | 'handle'>): Promise<boolean> {
    return await this.book.trialBegun(this.marksOf(money));
  }
}
