import { createTransport, type Transporter } from 'nodemailer';
import { MailRefusedError, type MailContent, type Mailer } from '#libs/domain';

export interface SmtpOptions {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte. */
  url: string;
  /** `Name <address@host>` */
  from: string;
}

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** 5xx about this mail; others, and everything about the connection, may pass. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('responseCode' in error)) return false;
  const { code, responseCode } = error;
  const aboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return aboutMail && typeof responseCode === 'number' && responseCode >= 500;
}

/** Hands mails to an SMTP server over a few connections that stay open. TLS is used where the server offers it. */
export class SmtpMailer implements Mailer {
  private readonly transport: Transporter;
  private readonly domain: string;

  constructor({ url, from }: SmtpOptions) {
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === 'smtps:';
    this.domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
    this.transport = createTransport(
      {
        ...{ pool: true, maxConnections: 2, host: hostname, secure, ...TIMEOUTS },
        port: port === '' ? (secure ? 465 : 587) : Number(port),
        ...(username === ''
          ? {}
          : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
        // Content comes from this process alone: nothing is read from disk or fetched for it.
        ...{ disableFileAccess: true, disableUrlAccess: true },
      },
      { from },
    );
  }

  async send(id: string, { to, subject, text, html }: MailContent): Promise<void> {
    try {
      await this.transport.sendMail({
        // An object is taken as one address; a text could name several.
        ...{ to: { name: '', address: to }, subject, text, html },
        messageId: `<${id}@${this.domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
    } catch (error) {
      if (isForGood(error)) throw new MailRefusedError('The mail server does not take this mail', { cause: error });
      throw error;
    }
  }

  close(): void {
    this.transport.close();
  }
}
