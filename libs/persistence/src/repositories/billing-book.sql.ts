/** The account is held, so that a change of its address comes before or after, and never in between. */
export const LINK = `
  insert into billing_customer (customer_id, account_id, deleted, reading, created_at, email_untold)
  select ?, a.id, false, 0, now(), a.email is distinct from ? from account a where a.id = ? for share of a
  on conflict (customer_id) do nothing`;

export const DUE = `
  with wrong as (
    select a.id, d.due, d.due and d.known as ask
      from account a
      left join entitlement e on e.account_id = a.id
      left join streamer s on s.account_id = a.id
     cross join lateral (
       select e.due_at is not null and e.due_at <= now() as due,
              exists (select from billing_customer c where c.account_id = a.id and not c.deleted) as known
     ) d
     where (e.account_id is null or e.due_at <= now() or e.policy <> ? or s.entitled <> e.active)
       and (not (d.due and d.known) or (? and a.id::text not in (select jsonb_array_elements_text(?::jsonb))))
       and a.id::text not in (select jsonb_array_elements_text(?::jsonb))
     order by ask
     limit ?
  ), held as (
    update entitlement e set due_at = now() + make_interval(secs => ?::float8)
      from wrong w where e.account_id = w.id and w.due
  )
  select id, ask from wrong order by ask`;

/** A page of Checkout is open for 24 hours at most: after 25 there is none to be closed, whether or not one was paid. */
export const CHORES = `
  with forgotten as (
    update billing_customer set checkouts_at = null where checkouts_at < now() - interval '25 hours'
  )
  select c.customer_id, case when c.email_untold then a.email end as email,
         case when d.bought then c.checkouts_at::text end as checkouts_at
    from billing_customer c join account a on a.id = c.account_id
   cross join lateral (
     select c.checkouts_at > now() - interval '25 hours' and exists (
       select from billing_subscription s
        where s.customer_id = c.customer_id and (s.facts -> 'ours')::boolean
          and s.facts ->> 'status' in ('active', 'trialing')) as bought
   ) d
   where (c.email_untold or c.checkouts_at is not null) and not c.deleted and (c.email_untold or d.bought)
     and c.customer_id not in (select jsonb_array_elements_text(?::jsonb))
   limit ?`;

/**
 * It may have changed once more meanwhile, and another supervisor may have told the newer one before: then the provider
 * has the older one now, and is to be told again. The account is held as above.
 */
export const EMAIL_TOLD = `
  with held as (
    select a.id, a.email from account a join billing_customer c on c.account_id = a.id where c.customer_id = ? for share of a
  )
  update billing_customer c set email_untold = h.email <> ?
    from held h where h.id = c.account_id and c.customer_id = ?`;

export const CHECKOUT_OPENED = 'update billing_customer set checkouts_at = clock_timestamp() where customer_id = ?';
export const CHECKOUTS_CLOSED = `
  update billing_customer set checkouts_at = null where customer_id = ? and checkouts_at = ?::timestamptz`;

export const WATCH = `
  update billing_customer set orphaned_at = coalesce(orphaned_at, now()), checked_at = now()
   where customer_id = ? and account_id is null`;

export const SEARCH = `
  select a.id from account a left join streamer s on s.account_id = a.id
   where a.email ilike ? or s.handle ilike ?
      or exists (select from billing_customer c where c.account_id = a.id and c.customer_id = ?)
      or exists (select from billing_subscription b where b.account_id = a.id and b.id = ?)
   order by a.created_at desc limit 50`;

/** Whoever does not leave in time has lost their turn. */
export const TAKE_TURN = `
  insert into checkout_turn (account_id, turn, until)
  select id, ?, clock_timestamp() + make_interval(secs => ?::float8) from account where id = ?
  on conflict (account_id) do update set turn = excluded.turn, until = excluded.until
   where checkout_turn.until <= clock_timestamp()
  returning turn`;

export const LEAVE_TURN = 'delete from checkout_turn where account_id = ? and turn = ?';
