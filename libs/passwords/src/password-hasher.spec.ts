import { expect, it } from 'vitest';
import { PasswordHasher, PasswordsBusyError } from './index.js';

it('hashes with argon2id at the cost that is promised, and tells right from wrong', async () => {
  const hasher = new PasswordHasher();
  const hashed = await hasher.hash('correct horse battery');
  expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hasher.verify(hashed, 'correct horse battery')).toBe(true);
  expect(await hasher.verify(hashed, 'correct horse batterz')).toBe(false);
  expect(await hasher.hash('correct horse battery')).not.toBe(hashed);
});

it('works as long on an account that is not there, and says no', async () => {
  const hasher = new PasswordHasher();
  expect(await hasher.verify(undefined, 'nobody has this password')).toBe(false);
  const time = async (hashed: string | undefined) => {
    const start = performance.now();
    await hasher.verify(hashed, 'some password');
    return performance.now() - start;
  };
  const hashed = await hasher.hash('another password');
  const [known, unknown] = [await time(hashed), await time(undefined)];
  expect(unknown).toBeGreaterThan(known / 4);
});

it('lets so many wait and turns the rest away', async () => {
  const hasher = new PasswordHasher({ atOnce: 1, waiting: 2 });
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.hash('a password to wait for')));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(2);
  expect(refused.every(({ reason }) => reason instanceof PasswordsBusyError)).toBe(true);
  await expect(hasher.hash('again')).resolves.toContain('argon2id');
});
