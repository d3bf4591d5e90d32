const IN_A_DAY = 86_400;

/** Names of cookies carry `__Host-` over https: no other host and no plain connection can set them. */
export class Cookies {
  private readonly prefix: string;
  private readonly attributes: string;

  constructor(publicUrl: string) {
    const secure = publicUrl.startsWith('https:');
    this.prefix = secure ? '__Host-' : '';
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  session(token: string, days: number): string {
    return this.cookie('streamshape-session', token, days * IN_A_DAY);
  }

  /** Of the browser that signed up and waits for the link. */
  pending(token: string, days: number): string {
    return this.cookie('streamshape-pending', token, days * IN_A_DAY);
  }

  endSession(): string {
    return this.cookie('streamshape-session', '', 0);
  }

  endPending(): string {
    return this.cookie('streamshape-pending', '', 0);
  }

  sessionIn(header: string | undefined): string | undefined {
    return this.read(header, 'streamshape-session');
  }

  pendingIn(header: string | undefined): string | undefined {
    return this.read(header, 'streamshape-pending');
  }

  private cookie(name: string, value: string, seconds: number): string {
    return `${this.prefix}${name}=${value}; ${this.attributes}; Max-Age=${seconds}`;
  }

  private read(header: string | undefined, name: string): string | undefined {
    const wanted = `${this.prefix}${name}=`;
    const found = header
      ?.split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(wanted));
    return found === undefined || found.length === wanted.length ? undefined : found.slice(wanted.length);
  }
}
