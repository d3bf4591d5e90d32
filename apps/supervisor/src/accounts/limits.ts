import { Inject, Injectable } from '@nestjs/common';
import { clientNetwork, type Throttle, type ThrottleRule } from '#libs/domain';
import { tooMany } from '../access/refusals.js';
import { THROTTLE } from '../supervisor.tokens.js';

const MINUTE = 60;
const HOUR = 3600;

/**
 * How often what may happen. By person: so that nobody guesses a password. By address and person together first, so
 * that a stranger elsewhere does not lock somebody out. By address: so that nobody tries many people.
 */
const RULES = {
  signInPair: { name: 'sign-in-pair', points: 10, seconds: 15 * MINUTE },
  signInPerson: { name: 'sign-in-person', points: 60, seconds: HOUR },
  signInAddress: { name: 'sign-in-address', points: 100, seconds: 15 * MINUTE },
  signUpPerson: { name: 'sign-up-person', points: 5, seconds: HOUR },
  signUpAddress: { name: 'sign-up-address', points: 20, seconds: HOUR },
  mailPerson: { name: 'mail-person', points: 5, seconds: HOUR },
  mailAddress: { name: 'mail-address', points: 30, seconds: HOUR },
  linkAddress: { name: 'link-address', points: 60, seconds: 15 * MINUTE },
  passwordAccount: { name: 'password-account', points: 10, seconds: 15 * MINUTE },
} as const satisfies Record<string, ThrottleRule>;

/** Limits of everything around signing in. Each rejects with 429 and says when to come back. */
@Injectable()
export class Limits {
  constructor(@Inject(THROTTLE) private readonly throttle: Throttle) {}

  async signIn(email: string, address: string): Promise<void> {
    const network = clientNetwork(address);
    await this.take(RULES.signInAddress, network);
    await this.take(RULES.signInPair, `${network} ${email}`);
    await this.take(RULES.signInPerson, email);
  }

  /** The password was right. */
  async signedIn(email: string, address: string): Promise<void> {
    await this.throttle.forgive(RULES.signInPair, `${clientNetwork(address)} ${email}`);
    await this.throttle.forgive(RULES.signInPerson, email);
  }

  async signUp(email: string, address: string): Promise<void> {
    await this.take(RULES.signUpAddress, clientNetwork(address));
    await this.take(RULES.signUpPerson, email);
  }

  /** A mail that somebody asks for. */
  async mail(email: string, address: string): Promise<void> {
    await this.take(RULES.mailAddress, clientNetwork(address));
    await this.take(RULES.mailPerson, email);
  }

  /** A token from a mail. */
  async link(address: string): Promise<void> {
    await this.take(RULES.linkAddress, clientNetwork(address));
  }

  /** A password of somebody who is signed in. */
  async password(accountId: string): Promise<void> {
    await this.take(RULES.passwordAccount, accountId);
  }

  private async take(rule: ThrottleRule, key: string): Promise<void> {
    const wait = await this.throttle.take(rule, key);
    if (wait !== undefined) throw tooMany(wait);
  }
}
