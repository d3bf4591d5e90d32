import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountPageSchema, verifiedSchema } from '#libs/contracts';
import { AccountWorld, problem, until } from '../../test/account-world.js';
import { linksTo, linkTo } from '../../test/test-person.js';

let world: AccountWorld;
beforeAll(async () => {
  world = await AccountWorld.start();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

describe('signing up', () => {
  it('confirms the address and signs in the browser that signed up', async () => {
    const someone = world.person();
    const answer = await someone.signUp();
    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('');
    const cookie = answer.headers.getSetCookie().join();
    expect(cookie).toMatch(/^streamshape-pending=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400$/);
    await problem(await someone.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    const token = await linkTo(world.smtp, someone.email);
    const verified = verifiedSchema.parse(await someone.api('POST', '/verify-email', { token }));
    expect(verified).toEqual({ email: someone.email, signedIn: true });
    expect(someone.cookies.has('streamshape-pending')).toBe(false);
    const { account, streamer } = await someone.me();
    expect(account).toMatchObject({ email: someone.email, emailVerified: true, name: 'Somebody', role: 'streamer' });
    expect(streamer).toBeNull();
    await problem(await someone.call('POST', '/api/v1/verify-email', { token }), 410, 'LINK.EXPIRED');
  });

  it('only confirms in another browser, which then signs in', async () => {
    const [someone, elsewhere] = [world.person(), world.person()];
    await someone.signUp();
    const token = await linkTo(world.smtp, someone.email);
    expect(await elsewhere.api('POST', '/verify-email', { token })).toMatchObject({ signedIn: false });
    await problem(await elsewhere.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    expect((await someone.signIn()).status).toBe(200);
  });

  it('answers alike where there is an account, and tells its owner by mail', async () => {
    const owner = await world.arrive();
    const stranger = world.person(owner.email, 'another long password');
    const [known, unknown] = [await stranger.signUp(), await world.person().signUp()];
    expect(known.status).toBe(unknown.status);
    expect(await known.text()).toBe(await unknown.text());
    await until(() => world.subjectsTo(owner.email)).toContain('You have an account already');
    await problem(await stranger.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect((await owner.signIn()).status).toBe(200);
  });

  it('gives an address to whoever has the mailbox, not to who was first', async () => {
    const email = world.newEmail();
    const [early, owner] = [
      world.person(email, 'password of a stranger'),
      world.person(email, 'password of the owner'),
    ];
    await early.signUp();
    await linkTo(world.smtp, email);
    expect((await early.signIn()).status).toBe(200);
    await owner.signUp();
    const token = await linkTo(world.smtp, email, 2);
    await owner.api('POST', '/verify-email', { token });
    expect((await owner.me()).account.emailVerified).toBe(true);
    await problem(await early.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    await problem(await early.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    expect(linksTo(world.smtp, email)).toHaveLength(2);
    await problem(
      await early.call('POST', '/api/v1/verify-email', { token: linksTo(world.smtp, email)[0] }),
      ...([410, 'LINK.EXPIRED'] as const),
    );
  });

  it('lets nobody keep a wish for another address from before the owner signed up', async () => {
    const email = world.newEmail();
    const [early, owner] = [
      world.person(email, 'password of a stranger'),
      world.person(email, 'password of the owner'),
    ];
    await early.signUp();
    expect((await early.signIn()).status).toBe(200);
    const theirs = world.newEmail();
    await early.api('POST', '/me/email', { email: theirs, password: 'password of a stranger' });
    const kept = await linkTo(world.smtp, theirs);
    await owner.signUp();
    await problem(await early.call('GET', '/api/v1/me'), 401, 'AUTH.REQUIRED');
    await owner.api('POST', '/verify-email', { token: await linkTo(world.smtp, email, 2) });
    await problem(await world.person().call('POST', '/api/v1/verify-email', { token: kept }), 410, 'LINK.EXPIRED');
    const { account } = await owner.me();
    expect(account).toMatchObject({ email, emailVerified: true });
    expect(account.pendingEmail).toBeUndefined();
  });

  it('keeps the password of the browser that signed up when the link is sent again', async () => {
    const email = world.newEmail();
    const [early, owner] = [
      world.person(email, 'password of a stranger'),
      world.person(email, 'password of the owner'),
    ];
    await early.signUp();
    await owner.signUp();
    await linkTo(world.smtp, email, 2);
    await early.api('POST', '/verify-email/resend', { email });
    const token = await linkTo(world.smtp, email, 3);
    expect(await owner.api('POST', '/verify-email', { token })).toMatchObject({ signedIn: true });
    expect((await owner.signIn()).status).toBe(200);
    await problem(await early.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
  });

  it('lets a stranger who signs up later set no password, and the owner choose one', async () => {
    const email = world.newEmail();
    const [owner, late] = [world.person(email, 'password of the owner'), world.person(email, 'password of a stranger')];
    await owner.signUp();
    await late.signUp();
    const token = await linkTo(world.smtp, email, 2);
    expect(await owner.api('POST', '/verify-email', { token })).toMatchObject({ email, signedIn: false });
    await problem(await late.signIn(), 401, 'AUTH.WRONG_CREDENTIALS');
    await until(() => world.subjectsTo(email)).toContain('Set a new password');
  });

  it('sends the link again, and the old one is good no more', async () => {
    const someone = world.person();
    await someone.signUp();
    const old = await linkTo(world.smtp, someone.email);
    await someone.api('POST', '/verify-email/resend', { email: someone.email });
    const fresh = await linkTo(world.smtp, someone.email, 2);
    await problem(await someone.call('POST', '/api/v1/verify-email', { token: old }), 410, 'LINK.EXPIRED');
    expect(await someone.api('POST', '/verify-email', { token: fresh })).toMatchObject({ email: someone.email });
    expect((await someone.call('POST', '/api/v1/verify-email/resend', { email: world.newEmail() })).status).toBe(202);
  });

  it('makes one account of several sign-ups at once', async () => {
    const email = world.newEmail();
    const answers = await Promise.all(Array.from({ length: 4 }, () => world.person(email).signUp()));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const page = accountPageSchema.parse(
      await (await world.supervisor.call('GET', `/api/v1/admin/accounts?search=${email}`)).json(),
    );
    expect(page.items).toHaveLength(1);
  });

  it('says what is wrong with what was typed', async () => {
    const wrong = await world.person().call('POST', '/api/v1/sign-up', { email: 'nobody', password: 'short' });
    const { errors } = await problem(wrong, 400, 'VALIDATION.FAILED');
    expect(errors?.map(({ path }) => path).toSorted()).toEqual(['email', 'password']);
  });
});
