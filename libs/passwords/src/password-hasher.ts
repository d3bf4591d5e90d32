import { hash, verify } from '@node-rs/argon2';

/** OWASP's least for argon2id, which is what the package takes when it is told no other algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Too many passwords are being worked on: the caller is to try again. */
export class PasswordsBusyError extends Error {
  readonly code = 'PASSWORDS.BUSY';
  override readonly name = 'PasswordsBusyError';
}

/** Bounds on the work: each takes 19 MiB and tens of milliseconds of a core. */
export interface PasswordBounds {
  atOnce: number;
  waiting: number;
}

/** Hashes and compares passwords with argon2id, so many at once and no more. */
export class PasswordHasher {
  private underway = 0;
  private readonly line: (() => void)[] = [];
  private nobodys: Promise<string> | undefined;

  constructor(private readonly bounds: PasswordBounds = { atOnce: 2, waiting: 100 }) {}

  /** Rejects with PasswordsBusyError. */
  async hash(password: string): Promise<string> {
    return await this.inTurn(() => hash(password, COST));
  }

  /**
   * Whether it is the password. Without a hash it takes as long and is not, so that nobody learns from the time
   * whether there is an account. Rejects with PasswordsBusyError.
   */
  async verify(hashed: string | undefined, password: string): Promise<boolean> {
    this.nobodys ??= hash('nobody has this password', COST);
    const compared = hashed ?? (await this.nobodys);
    const same = await this.inTurn(() => verify(compared, password));
    return same && hashed !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.underway >= this.bounds.atOnce) {
      if (this.line.length >= this.bounds.waiting) throw new PasswordsBusyError('Too many passwords at once');
      await new Promise<void>((resolve) => this.line.push(resolve));
    } else {
      this.underway += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes to the next in line, or is free.
      const next = this.line.shift();
      if (next) next();
      else this.underway -= 1;
    }
  }
}
