/** Columns are named: one that comes later is not given out by accident. */
export const ACCOUNT = `select jsonb_build_object('id', id, 'email', email, 'emailVerifiedAt', email_verified_at,
  'pendingEmail', pending_email, 'name', name, 'role', role, 'timeZone', time_zone, 'suspendedAt', suspended_at,
  'suspendedReason', suspended_reason, 'createdAt', created_at, 'lastSeenAt', last_seen_at) as row
  from account where id = ?::uuid`;
export const SESSIONS = `select jsonb_build_object('id', id, 'device', device, 'address', address, 'createdAt', created_at,
  'lastSeenAt', last_seen_at) as row from login_session where account_id = ?::uuid order by created_at`;
export const TOKENS = `select jsonb_build_object('id', id, 'name', name, 'hint', hint, 'scopes', scopes,
  'createdAt', created_at, 'lastUsedAt', last_used_at, 'expiresAt', expires_at) as row
  from api_token where account_id = ?::uuid order by created_at`;
export const AUDIT = `select jsonb_build_object('at', at, 'action', action, 'actor', actor_kind, 'subjectKind', subject_kind,
  'subjectId', subject_id, 'detail', detail,
  'address', case when actor_account_id = ?::uuid then address end) as row, at::text as at, id::text as id
  from audit_entry where (actor_account_id = ?::uuid or subject_id = ?)
   and (at, id) > (?::timestamptz, ?::uuid) order by at, id limit ?`;
export const STREAMER = `select jsonb_build_object('id', id, 'handle', handle, 'enabled', enabled, 'timeZone', time_zone,
  'createdAt', created_at, 'updatedAt', updated_at) as row from streamer where id = ?::uuid`;
export const WIDGETS = `select jsonb_build_object('id', id, 'type', type, 'name', name, 'settings', settings) as row
  from widget where streamer_id = ?::uuid order by id`;
export const GOALS = `select jsonb_build_object('id', id, 'metric', metric, 'target', target, 'startValue', start_value,
  'baseline', baseline, 'title', title, 'period', period) as row
  from goal where streamer_id = ?::uuid order by position, id`;
export const STREAMS = `select jsonb_build_object('roomId', room_id, 'startedAt', started_at, 'endedAt', ended_at,
  'coins', coins, 'gifts', gifts, 'follows', follows, 'subscribes', subscribes, 'likes', likes, 'shares', shares,
  'peakViewers', peak_viewers) as row from session where streamer_id = ?::uuid order by ended_at`;
export const LEDGER = `select jsonb_build_object('id', event_id, 'type', type, 'at', at, 'receivedAt', received_at,
  'userId', user_id, 'coins', coins, 'giftId', gift_id, 'count', count, 'event', payload) as row,
  received_at::text as at, event_id as id
  from ledger_event where streamer_id = ?::uuid and (received_at, event_id) > (?::timestamptz, ?)
  order by received_at, event_id limit ?`;
export const MODERATION = `select jsonb_build_object('words', words, 'viewers', viewers) as row
  from moderation where streamer_id = ?::uuid`;
export const COUNTS = `select jsonb_build_object('takenAt', taken_at, 'day', day, 'counts', counts, 'ranks', ranks) as row
  from checkpoint where streamer_id = ?::uuid order by taken_at`;
export const SAMPLES = `select jsonb_build_object('at', at, 'viewers', viewers, 'peakViewers', peak, 'likes', likes,
  'coins', coins) as row, at::text as at, '' as id
  from stream_sample where streamer_id = ?::uuid and (at, '') > (?::timestamptz, ?) order by at limit ?`;

/** Who granted something is somebody else's address. */
export const BILLING = {
  customers: `select jsonb_build_object('customerId', customer_id, 'createdAt', created_at, 'checkedAt', checked_at,
    'deleted', deleted) as row from billing_customer where account_id = ?::uuid order by created_at`,
  subscriptions: `select facts as row from billing_subscription where account_id = ?::uuid order by id`,
  grants: `select jsonb_build_object('id', id, 'planId', plan_id, 'reason', reason, 'createdAt', created_at,
    'endsAt', ends_at, 'revokedAt', revoked_at) as row from billing_grant where account_id = ?::uuid order by created_at`,
  entitlement: `select jsonb_build_object('active', active, 'cause', cause, 'planId', plan_id, 'allows', allows,
    'since', since, 'until', until) as row from entitlement where account_id = ?::uuid`,
  changes: `select jsonb_build_object('at', at, 'active', active, 'cause', cause, 'planId', plan_id, 'source', source)
    as row from entitlement_change where account_id = ?::uuid order by at`,
  notices: `select jsonb_build_object('kind', kind, 'notice', notice, 'createdAt', created_at, 'sends', sends) as row
    from billing_notice where account_id = ?::uuid order by created_at`,
} as const;
