import { randomBytes } from 'node:crypto';

interface Grant {
  roomId: string;
  expiresAt: number;
}

/** Signed push addresses. Each lives for a short time, so a client has to sign again for every attempt. */
export class GrantBook {
  private readonly grants = new Map<string, Grant>();

  constructor(
    private readonly ttlMs: number,
    private readonly now: () => number,
  ) {}

  issue(roomId: string): string {
    this.forgetExpired();
    const token = randomBytes(12).toString('hex');
    this.grants.set(token, { roomId, expiresAt: this.now() + this.ttlMs });
    return token;
  }

  accepts(token: string, roomId: string): boolean {
    const grant = this.grants.get(token);
    return grant !== undefined && grant.roomId === roomId && grant.expiresAt >= this.now();
  }

  /** Grants are kept in the order of their expiry. */
  private forgetExpired(): void {
    for (const [token, grant] of this.grants) {
      if (grant.expiresAt >= this.now()) return;
      this.grants.delete(token);
    }
  }
}
