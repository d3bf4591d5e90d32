import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EntitlementCause } from '#libs/contracts';
import type { AccountMoney, GrantRecord, StoredEntitlement } from '#libs/domain';
import { AccountEntity } from '../entities/account.entity.js';
import {
  BillingCustomerEntity,
  BillingGrantEntity,
  BillingNoticeEntity,
  BillingSubscriptionEntity,
  EntitlementChangeEntity,
  EntitlementEntity,
} from '../entities/billing/index.js';
import { StreamerEntity } from '../entities/streamer.entity.js';

const HISTORY = 100;
const ms = (date: Date | null) => date?.getTime() ?? null;

export function toGrant(row: BillingGrantEntity): GrantRecord {
  const { id, planId, reason, grantedBy, createdAt, endsAt, revokedAt } = row;
  return {
    ...{ id, planId, reason, grantedBy, createdAt: createdAt.getTime() },
    ...{ endsAt: ms(endsAt), revokedAt: ms(revokedAt) },
  };
}

export function toEntitlement(row: EntitlementEntity): StoredEntitlement {
  const { active, cause, planId, allows, source, since, until, notices, clockOffsetMs } = row;
  return {
    ...{ active, cause: cause as EntitlementCause, planId, allows, source, notices },
    ...{ since: since.getTime(), until: ms(until), clockOffsetMs: Number(clockOffsetMs) },
  };
}

/** Everything about the money of one account. */
export async function readMoney(work: SqlEntityManager, account: AccountEntity): Promise<AccountMoney> {
  const of = { account: account.id };
  const newest = { orderBy: { createdAt: 'desc' } } as const;
  const customers = await work.find(BillingCustomerEntity, { ...of, deleted: false }, newest);
  const customersEver = await work.count(BillingCustomerEntity, of);
  const subscriptions = await work.find(BillingSubscriptionEntity, of, { orderBy: { id: 'asc' } });
  const grants = await work.find(BillingGrantEntity, of, newest);
  const entitlement = await work.findOne(EntitlementEntity, of);
  const history = await work.find(EntitlementChangeEntity, of, { orderBy: { at: 'desc' }, limit: HISTORY });
  const notices = await work.find(BillingNoticeEntity, of, { ...newest, limit: HISTORY });
  const streamer = await work.findOne(StreamerEntity, of);
  return {
    ...{ accountId: account.id, email: account.email, handle: streamer?.handle ?? null },
    customers: customers.map(({ customerId, checkedAt }) => ({ customerId, checkedAt: ms(checkedAt) })),
    customersEver,
    subscriptions: subscriptions.map(({ facts }) => facts),
    grants: grants.map(toGrant),
    entitlement: entitlement ? toEntitlement(entitlement) : undefined,
    history: history.map(({ at, active, cause, planId, trigger, source }) => ({
      ...{ at: at.getTime(), active, cause: cause as EntitlementCause, planId, trigger, source },
    })),
    notices: notices.map(({ id, notice, createdAt, sends }) => ({ id, notice, sends, createdAt: createdAt.getTime() })),
  };
}
