import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { growingDelay, MailRefusedError, type ClaimedMail, type Mailer, type MailQueue } from '#libs/domain';
import { LOGGER, Metrics, type Logger } from '#libs/observability';
import { MAIL_QUEUE } from '#libs/persistence';
import { OutageLog, using } from '../outage-log.js';
import { RepeatingTask } from '../repeating-task.js';
import { MAILER, SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { MailDesk } from './mail-desk.js';

const INTERVAL_MS = 2000;
const BATCH = 10;
/** Longer than all timeouts of one try together: nobody else takes the mail meanwhile. */
const CLAIM_MS = 120_000;
const FIRST_RETRY_MS = 15_000;
const LAST_RETRY_MS = 1_800_000;
const MAX_ATTEMPTS = 12;
const COUNT_EVERY = 15;

/** 15 s, 30 s, 1 min, ... up to half an hour, so about three hours in all. `undefined`: enough. */
export function retryInMs(attempts: number): number | undefined {
  return attempts >= MAX_ATTEMPTS ? undefined : growingDelay(FIRST_RETRY_MS, LAST_RETRY_MS, attempts - 1);
}

/**
 * Takes mails out of the queue and hands them on, at least once each: one that was accepted just before this process
 * died goes out again. Where the demo is, they stay to be shown in the outbox.
 */
@Injectable()
export class MailSender implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task: RepeatingTask;
  private readonly outage: OutageLog;
  private readonly done;
  private readonly waiting;
  private round = 0;

  constructor(
    @Inject(MAIL_QUEUE) private readonly queue: MailQueue,
    @Inject(MailDesk) private readonly desk: MailDesk,
    @Inject(MAILER) private readonly mailer: Mailer | undefined,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.done = metrics.counter({
      name: 'streamshape_mails_total',
      help: 'Mails by kind and what became of a try: sent, retried, refused, expired',
      labelNames: ['kind', 'outcome'],
    });
    this.waiting = metrics.gauge({ name: 'streamshape_mails_waiting', help: 'Mails that are not sent yet' });
    this.outage = new OutageLog(logger, 'mail');
    this.task = new RepeatingTask(INTERVAL_MS, () => this.tick(), this.outage.failed.bind(this.outage));
  }

  onApplicationBootstrap(): void {
    if (!this.mailer && !this.settings.mail.outbox) {
      this.logger.warn('SMTP_URL is not set: mails wait and nobody gets them');
    }
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    this.mailer?.close();
  }

  /** There is something new. */
  nudge(): void {
    this.task.nudge();
  }

  private async tick(): Promise<void> {
    if (this.round++ % COUNT_EVERY === 0) {
      const expired = await using('postgres', this.queue.expire());
      if (expired > 0) this.done.inc({ kind: 'any', outcome: 'expired' }, expired);
      this.waiting.set(await using('postgres', this.queue.waiting()));
    }
    if (this.mailer || this.settings.mail.outbox) await this.sendDue();
    this.outage.succeeded();
  }

  private async sendDue(): Promise<void> {
    for (;;) {
      const mails = await using('postgres', this.queue.claim(BATCH, CLAIM_MS));
      await Promise.all(mails.map((mail) => this.send(mail)));
      if (mails.length < BATCH) return;
    }
  }

  private async send(mail: ClaimedMail): Promise<void> {
    const { id, kind, attempts } = mail;
    try {
      const content = this.desk.read(mail);
      await this.mailer?.send(id, content);
    } catch (err) {
      const retry = err instanceof MailRefusedError ? undefined : retryInMs(attempts);
      const outcome = retry === undefined ? 'refused' : 'retried';
      this.logger.warn({ err, mailId: id, kind, attempts, outcome }, 'A mail was not sent');
      this.done.inc({ kind, outcome });
      await using('postgres', this.queue.failed(id, err instanceof Error ? err.message : String(err), retry));
      return;
    }
    await using('postgres', this.queue.sent(id, this.mailer === undefined));
    this.done.inc({ kind, outcome: 'sent' });
  }
}
