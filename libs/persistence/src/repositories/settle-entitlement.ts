import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { CustomerReading, EntitlementDecision, QueuedMail, SettleRequest, SettleResult } from '#libs/domain';
import { AccountEntity } from '../entities/account.entity.js';
import {
  BillingGrantEntity,
  BillingNoticeEntity,
  BillingSubscriptionEntity,
  EntitlementChangeEntity,
  EntitlementEntity,
} from '../entities/billing/index.js';
import { StreamerEntity } from '../entities/streamer.entity.js';
import { storableJson } from '../storable-json.js';
import { writeAudit } from './audit-rows.js';
import { toEntitlement, toGrant } from './billing-rows.js';
import { queueMails } from './mail-rows.js';
import { converge, lockStreamer } from './streamer-rows.js';

/** Smaller differences between two clocks mean nothing. */
const CLOCK_NOISE_MS = 60_000;

const TAKE_READING = `
  update billing_customer set reading = ?, checked_at = ?, deleted = ?
   where customer_id = ? and account_id = ? and reading < ?
  returning customer_id`;

/** A deleted customer's subscriptions are over, though nobody can be asked about them any more. */
const END_ALL = `
  update billing_subscription
     set facts = facts || jsonb_build_object('status', 'canceled', 'endedAt', ?::bigint, 'endsAt', null)
   where customer_id = ? and facts ->> 'status' not in ('canceled', 'incomplete_expired')`;

const REPLACE = `
  with given as (
    select f ->> 'id' as id, f as facts from jsonb_array_elements(?::jsonb) as f
  ), gone as (
    delete from billing_subscription where customer_id = ? and id not in (select id from given)
  )
  insert into billing_subscription (id, customer_id, account_id, facts)
  select id, ?, ?, facts from given
  on conflict (id) do update set customer_id = excluded.customer_id, account_id = excluded.account_id, facts = excluded.facts`;

const REMEMBER_TRIAL = `
  insert into trial_begun (mark, begun_at) select mark, now() from jsonb_array_elements_text(?::jsonb) as mark
  on conflict (mark) do nothing`;

/** Whether it is newer than what is stored. */
async function takeReading(
  work: SqlEntityManager,
  accountId: string,
  { customerId, reading, state }: CustomerReading,
  now: number,
): Promise<boolean> {
  const given = [reading, new Date(now), state.deleted, customerId, accountId, reading];
  const taken: unknown[] = await work.execute(TAKE_READING, given);
  if (taken.length === 0) return false;
  if (state.deleted) await work.execute(END_ALL, [now, customerId]);
  else await work.execute(REPLACE, [storableJson(state.subscriptions), customerId, customerId, accountId]);
  return true;
}

async function changeGrants(work: SqlEntityManager, account: AccountEntity, request: SettleRequest): Promise<void> {
  const { grant, revoke, now } = request;
  if (grant) {
    const { id, planId, reason, grantedBy } = grant;
    const times = {
      createdAt: new Date(grant.createdAt),
      endsAt: grant.endsAt === null ? null : new Date(grant.endsAt),
    };
    await work.insert(BillingGrantEntity, {
      id,
      account: account.id,
      planId,
      reason,
      grantedBy,
      ...times,
      revokedAt: null,
    });
  }
  if (revoke !== undefined) {
    const where = { id: revoke, account: account.id, revokedAt: null };
    await work.nativeUpdate(BillingGrantEntity, where, { revokedAt: new Date(now) });
  }
}

/** The new rows, and which they are; each notice is told once. */
async function tell(
  work: SqlEntityManager,
  account: AccountEntity,
  { notices }: EntitlementDecision,
  { mail, now }: SettleRequest,
): Promise<Pick<SettleResult, 'mailed' | 'told'>> {
  const mails: QueuedMail[] = [];
  const told: SettleResult['told'] = [];
  for (const notice of notices) {
    const known = await work.count(BillingNoticeEntity, { account: account.id, key: notice.key });
    if (known > 0) continue;
    const written = mail(account.email, notice);
    if (written) mails.push(written);
    told.push(notice.kind);
    const row = { id: randomUUID(), account: account.id, key: notice.key, kind: notice.kind, notice };
    await work.insert(BillingNoticeEntity, { ...row, createdAt: new Date(now), sends: written ? 1 : 0 });
  }
  await queueMails(work, mails);
  return { mailed: mails.length > 0, told };
}

/** Under what they are called now; names of before were remembered when they were theirs. */
async function rememberTrial(work: SqlEntityManager, account: AccountEntity, request: SettleRequest): Promise<void> {
  const streamer = await work.findOne(StreamerEntity, { account: account.id });
  const marks = request.trialMarks({ email: account.email, handle: streamer?.handle ?? null });
  await work.execute(REMEMBER_TRIAL, [storableJson(marks)]);
}

async function followStreamer(work: SqlEntityManager, accountId: string, active: boolean): Promise<string | null> {
  const owned = await work.findOne(StreamerEntity, { account: accountId });
  if (!owned || owned.entitled === active) return null;
  const { streamer, broker } = await lockStreamer(work, owned.id);
  if (!streamer || !broker) return null;
  converge(streamer, broker, () => {
    streamer.entitled = active;
  });
  streamer.rev += 1;
  streamer.updatedAt = broker.updatedAt = new Date();
  await work.flush();
  return streamer.id;
}

async function store(work: SqlEntityManager, before: EntitlementEntity | null, request: SettleRequest, offset: number) {
  const { accountId, now, policy, trigger } = request;
  const subscriptions = (await work.find(BillingSubscriptionEntity, { account: accountId })).map(({ facts }) => facts);
  const grants = (await work.find(BillingGrantEntity, { account: accountId })).map(toGrant);
  const same = (cause: string, source: string | null) => before?.cause === cause && before.source === source;
  const since = (next: { cause: string; source: string | null }) =>
    before && same(next.cause, next.source) ? before.since.getTime() : now;
  const stoppedAt = before && !before.active ? (before.stoppedAt?.getTime() ?? null) : now;
  const decision = request.decide({ subscriptions, grants, clockOffsetMs: offset, stoppedAt });
  const { active, cause, planId, allows, source, until } = decision.entitlement;
  const changed = !same(cause, source) || before?.active !== active || before.planId !== planId;
  const row = {
    ...{ active, cause, planId, allows, source, policy, notices: decision.notices, clockOffsetMs: String(offset) },
    ...{ since: new Date(since(decision.entitlement)), until: until === null ? null : new Date(until) },
    stoppedAt: active || stoppedAt === null ? null : new Date(stoppedAt),
    dueAt: decision.dueAt === null ? null : new Date(decision.dueAt),
  };
  await work.upsert(EntitlementEntity, { account: accountId, ...row });
  if (changed) {
    const change = { id: randomUUID(), account: accountId, at: new Date(now), active, cause, planId, trigger, source };
    await work.insert(EntitlementChangeEntity, change);
  }
  return { decision, changed, tried: subscriptions.some(({ trialEnd }) => trialEnd !== null) };
}

/** Stores what was read and all that follows from it: entitlement, history, notices, mails, and the streamer. */
export async function settleEntitlement(
  work: SqlEntityManager,
  request: SettleRequest,
): Promise<SettleResult | undefined> {
  const { accountId, readings, now } = request;
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const account = await work.findOne(AccountEntity, { id: accountId }, { lockMode });
  if (!account) return undefined;
  await changeGrants(work, account, request);
  const before = await work.findOne(EntitlementEntity, { account: accountId });
  let offset = Number(before?.clockOffsetMs ?? 0);
  for (const reading of readings) {
    if (!(await takeReading(work, accountId, reading, now))) continue;
    const difference = reading.state.now - now;
    if (!reading.state.deleted) offset = Math.abs(difference) > CLOCK_NOISE_MS ? difference : 0;
  }
  const { decision, changed, tried } = await store(work, before, request, offset);
  if (tried) await rememberTrial(work, account, request);
  const news = await tell(work, account, decision, request);
  await writeAudit(work, request.audit ?? []);
  const streamerId = await followStreamer(work, accountId, decision.entitlement.active);
  const stored = await work.findOneOrFail(EntitlementEntity, { account: accountId }, { refresh: true });
  return { entitlement: toEntitlement(stored), changed, streamerId, ...news };
}
