import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { streamerWithKeySchema } from '#libs/contracts';
import { RedisReadModelStore } from '#libs/redis';
import { AccountWorld, problem, until } from '../../test/account-world.js';
import { linkTo, PASSWORD, type TestPerson } from '../../test/test-person.js';

let world: AccountWorld;
beforeAll(async () => {
  // As a server that sells nothing: whoever confirms first is its admin.
  world = await AccountWorld.start({ NODE_ENV: 'production' });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** Does `work` while somebody else holds what `statement` locks. */
async function whileLocked(statement: string, values: unknown[], work: () => Promise<void>): Promise<void> {
  await world.supervisor.database.database.unitOfWork().transactional(async (other) => {
    await other.execute(statement, values);
    await work();
  });
}
const waiting = async () =>
  (
    await world.sql<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  )[0]?.count;
const roleOf = async (someone: TestPerson) => (await someone.me()).account.role;
const remove = (someone: TestPerson) => someone.call('POST', '/api/v1/me/deletion', { password: PASSWORD });

describe('admins', () => {
  it('begin as one, however many confirm first at once', async () => {
    const people = Array.from({ length: 6 }, () => world.person());
    await Promise.all(people.map((someone) => someone.signUp()));
    const tokens = await Promise.all(people.map(({ email }) => linkTo(world.smtp, email)));
    await Promise.all(people.map((someone, at) => someone.api('POST', '/verify-email', { token: tokens[at] })));
    const roles = await Promise.all(people.map(roleOf));
    expect(roles.filter((role) => role === 'admin')).toHaveLength(1);
    const other = people.find((_, at) => roles[at] === 'streamer');
    expect((await remove(other!)).status).toBe(204);
    const last = people[roles.indexOf('admin')]!;
    await problem(await remove(last), 409, 'ACCOUNT.LAST_ADMIN');
  });

  it('cannot all leave at once', async () => {
    await world.sql(`update account set role = 'streamer'`);
    const admins = [await world.arrive(), await world.arrive()];
    const ids = await Promise.all(admins.map(async (someone) => (await someone.me()).account.id));
    for (const id of ids) await world.sql(`update account set role = 'admin' where id = ?`, [id]);
    const answers = await Promise.all(admins.map(remove));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
  });

  it('are made by nobody being left but the first account', async () => {
    await world.sql(`update account set role = 'streamer'`);
    expect(await roleOf(await world.arrive())).toBe('streamer');
  });

  it('who come or leave keep nobody else waiting', async () => {
    const [leaves, comes] = [await world.arrive(), world.person()];
    await comes.signUp();
    const token = await linkTo(world.smtp, comes.email);
    await whileLocked('select pg_advisory_xact_lock(7264302)', [], async () => {
      expect((await remove(leaves)).status).toBe(204);
      await comes.api('POST', '/verify-email', { token });
    });
    expect(await roleOf(comes)).toBe('streamer');
  });

  it('begin with the first address that is confirmed, also by a new password or by another address', async () => {
    const nobodyConfirmed = () => world.sql(`update account set email_verified_at = null, role = 'streamer'`);
    const [resets, moves] = [world.person(), world.person()];
    await Promise.all([resets.signUp(), moves.signUp()]);
    await nobodyConfirmed();
    const reset = async (links: number) => {
      await resets.api('POST', '/password-reset', { email: resets.email });
      const token = await linkTo(world.smtp, resets.email, links);
      await resets.api('PUT', '/password-reset', { token, password: PASSWORD });
      await resets.signIn();
    };
    await reset(2);
    expect(await roleOf(resets)).toBe('admin');
    // Who was confirmed before and is no admin was made so by somebody.
    await world.sql(`update account set role = 'streamer' where email = ?`, [resets.email]);
    await reset(3);
    expect(await roleOf(resets)).toBe('streamer');
    await nobodyConfirmed();
    await moves.signIn();
    await moves.api('POST', '/me/email', { email: `moved-${moves.email}`, password: PASSWORD });
    await moves.api('POST', '/verify-email', { token: await linkTo(world.smtp, `moved-${moves.email}`) });
    expect(await roleOf(moves)).toBe('admin');
  });
});

describe('an account that goes while its streamer comes', () => {
  const locked = 'select 1 from account where id = ? for update';
  /** Somebody whose account nothing else works on by itself any more. */
  async function settled() {
    const someone = await world.arrive();
    const { account } = await someone.me();
    await until(() => world.sql('select 1 from entitlement where account_id = ?', [account.id])).toHaveLength(1);
    return { someone, account };
  }
  const orphans = () =>
    world.sql(
      `select 1 from broker b left join streamer s on s.id = b.streamer_id where s.account_id is null and b.desired`,
    );

  it('takes the streamer along that came just before, to the last page', async () => {
    const { someone, account } = await settled();
    let [created, removed]: Promise<Response>[] = [];
    await whileLocked(locked, [account.id], async () => {
      created = someone.call('POST', '/api/v1/me/streamer', { handle: `just.before${world.serial}` });
      await until(waiting).toBe(1);
      removed = remove(someone);
      await until(waiting).toBe(2);
    });
    const answer = await created!;
    expect(answer.status).toBe(201);
    const { id } = streamerWithKeySchema.parse(await answer.json());
    expect((await removed!).status).toBe(204);
    await until(() => new RedisReadModelStore(world.redis).get(id)).toBeUndefined();
    expect(await orphans()).toEqual([]);
    expect((await world.supervisor.call('GET', `/api/v1/streamers/${id}`)).status).toBe(404);
  });

  it('lets no streamer come after it', async () => {
    const { someone, account } = await settled();
    const handle = `just.after${world.serial}`;
    let [created, removed]: Promise<Response>[] = [];
    await whileLocked(locked, [account.id], async () => {
      removed = remove(someone);
      await until(waiting).toBe(1);
      created = someone.call('POST', '/api/v1/me/streamer', { handle });
      await until(waiting).toBe(2);
    });
    expect((await removed!).status).toBe(204);
    await problem(await created!, 401, 'AUTH.REQUIRED');
    expect(await world.sql('select 1 from streamer where handle = ?', [handle])).toEqual([]);
    expect(await orphans()).toEqual([]);
  });

  it('makes no token for an account that went', async () => {
    const { someone, account } = await settled();
    let [made, removed]: Promise<Response>[] = [];
    await whileLocked(locked, [account.id], async () => {
      removed = remove(someone);
      await until(waiting).toBe(1);
      made = someone.call('POST', '/api/v1/me/tokens', { name: 'Late', scopes: ['read'] });
      await until(waiting).toBe(2);
    });
    expect((await removed!).status).toBe(204);

    await problem(await made!, 401, 'AUTH.REQUIRED');
  });
});
