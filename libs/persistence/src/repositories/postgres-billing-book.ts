import type {
  AccountMoney,
  AuditNote,
  BillingBook,
  CustomerChore,
  MirroredSubscription,
  SettleRequest,
  SettleResult,
  StoredEntitlement,
  SubscriptionFacts,
} from '#libs/domain';
import type { Database } from '../database.js';
import { AccountEntity } from '../entities/account.entity.js';
import { BillingCustomerEntity, BillingNoticeEntity, EntitlementEntity } from '../entities/billing/index.js';
import { writeAudit } from './audit-rows.js';
import {
  CHECKOUT_OPENED,
  CHECKOUTS_CLOSED,
  CHORES,
  DUE,
  EMAIL_TOLD,
  LEAVE_TURN,
  LINK,
  SEARCH,
  TAKE_TURN,
  WATCH,
} from './billing-book.sql.js';
import { readMoney, toEntitlement } from './billing-rows.js';
import { queueMails } from './mail-rows.js';
import { settleEntitlement } from './settle-entitlement.js';

const likeAnywhere = (text: string) => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** Tables `billing_*` and `entitlement*`. */
export class PostgresBillingBook implements BillingBook {
  constructor(private readonly database: Database) {}

  async read(accountId: string): Promise<AccountMoney | undefined> {
    return await this.database.unitOfWork().transactional(
      async (work) => {
        const account = await work.findOne(AccountEntity, { id: accountId });
        return account ? await readMoney(work, account) : undefined;
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  }

  async entitlement(accountId: string): Promise<StoredEntitlement | undefined> {
    const row = await this.database.unitOfWork().findOne(EntitlementEntity, { account: accountId });
    return row ? toEntitlement(row) : undefined;
  }

  async accountOf(customerId: string): Promise<string | undefined> {
    const row = await this.database.unitOfWork().findOne(BillingCustomerEntity, { customerId });
    return row?.account?.id;
  }

  async link(accountId: string, customerId: string, told?: string): Promise<boolean> {
    const work = this.database.unitOfWork();
    await work.execute(LINK, [customerId, told ?? null, accountId]);
    return (await work.count(BillingCustomerEntity, { customerId, account: accountId })) > 0;
  }

  async beginReading(): Promise<number> {
    const rows: { reading: string }[] = await this.database
      .unitOfWork()
      .execute(`select nextval('billing_reading_seq')::text as reading`);
    return Number(rows[0]?.reading);
  }

  async settle(request: SettleRequest): Promise<SettleResult | undefined> {
    return await this.database.unitOfWork().transactional(async (work) => await settleEntitlement(work, request));
  }

  async due(
    policy: string,
    limit: number,
    { againMs, asking, without, silent }: Parameters<BillingBook['due']>[2],
  ): Promise<{ accountId: string; ask: boolean }[]> {
    const given = [policy, asking, JSON.stringify(silent), JSON.stringify(without), limit, againMs / 1000];
    const rows: { id: string; ask: boolean }[] = await this.database.unitOfWork().execute(DUE, given);
    return rows.map(({ id, ask }) => ({ accountId: id, ask }));
  }

  async chores(limit: number, without: readonly string[]): Promise<CustomerChore[]> {
    const rows: { customer_id: string; email: string | null; checkouts_at: string | null }[] = await this.database
      .unitOfWork()
      .execute(CHORES, [JSON.stringify(without), limit]);
    return rows.map(({ customer_id: customerId, email, checkouts_at: checkoutsAt }) => {
      return { customerId, email, checkoutsAt };
    });
  }

  async emailTold(customerId: string, email: string): Promise<void> {
    await this.database.unitOfWork().execute(EMAIL_TOLD, [customerId, email, customerId]);
  }

  async takeTurn(accountId: string, turn: string, forMs: number): Promise<boolean> {
    const given = [turn, forMs / 1000, accountId];
    return (await this.database.unitOfWork().execute<unknown[]>(TAKE_TURN, given)).length > 0;
  }

  async leaveTurn(accountId: string, turn: string): Promise<void> {
    await this.database.unitOfWork().execute(LEAVE_TURN, [accountId, turn]);
  }

  async checkoutOpened(customerId: string): Promise<void> {
    await this.database.unitOfWork().execute(CHECKOUT_OPENED, [customerId]);
  }

  async checkoutsClosed(customerId: string, checkoutsAt: string): Promise<void> {
    await this.database.unitOfWork().execute(CHECKOUTS_CLOSED, [customerId, checkoutsAt]);
  }

  async orphans(
    againMs: number,
    without: readonly string[],
  ): Promise<{ customerId: string; watchedSince: number | null }[]> {
    const looked = { checkedAt: { $lt: new Date(Date.now() - againMs) } };
    const customerId = { $nin: [...without] };
    const where = { account: null, deleted: false, customerId, $or: [{ orphanedAt: null }, looked] };
    const rows = await this.database.unitOfWork().find(BillingCustomerEntity, where, { limit: 50 });
    return rows.map(({ customerId, orphanedAt }) => ({ customerId, watchedSince: orphanedAt?.getTime() ?? null }));
  }

  async watch(customerId: string): Promise<void> {
    await this.database.unitOfWork().execute(WATCH, [customerId]);
  }

  async forget(customerId: string): Promise<void> {
    await this.database.unitOfWork().nativeDelete(BillingCustomerEntity, { customerId, account: null });
  }

  async trialBegun(marks: readonly string[]): Promise<boolean> {
    const rows: unknown[] = await this.database
      .unitOfWork()
      .execute('select from trial_begun where mark in (select jsonb_array_elements_text(?::jsonb)) limit 1', [
        JSON.stringify(marks),
      ]);
    return rows.length > 0;
  }

  async customersKept(): Promise<number> {
    return await this.database.unitOfWork().count(BillingCustomerEntity, { deleted: false });
  }

  async mirrored(): Promise<MirroredSubscription[]> {
    const rows: { facts: SubscriptionFacts; account_id: string }[] = await this.database.unitOfWork().execute(
      `select facts, account_id from billing_subscription
        where facts ->> 'status' not in ('canceled', 'incomplete_expired')`,
    );
    return rows.map(({ facts, account_id: accountId }) => ({ facts, accountId }));
  }

  async search(text: string): Promise<AccountMoney[]> {
    const work = this.database.unitOfWork();
    const like = likeAnywhere(text.toLowerCase());
    const found: { id: string }[] = await work.execute(SEARCH, [like, like, text, text]);
    const accounts = await work.find(AccountEntity, { id: { $in: found.map(({ id }) => id) } });
    const all: AccountMoney[] = [];
    for (const account of accounts) all.push(await readMoney(work, account));
    return all;
  }

  async resend(accountId: string, mail: SettleRequest['mail'], audit: readonly AuditNote[]): Promise<boolean> {
    return await this.database.unitOfWork().transactional(async (work) => {
      const account = await work.findOne(AccountEntity, { id: accountId });
      const order = { orderBy: { createdAt: 'desc', id: 'asc' } } as const;
      const newest = account && (await work.findOne(BillingNoticeEntity, { account: accountId }, order));
      const written = newest && mail(account.email, newest.notice);
      if (!written) return false;
      newest.sends += 1;
      await work.flush();
      await queueMails(work, [written]);
      await writeAudit(work, audit);
      return true;
    });
  }
}
