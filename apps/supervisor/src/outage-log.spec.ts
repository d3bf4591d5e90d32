import { expect, it } from 'vitest';
import { DependencyError, using } from './outage-log.js';

const failing = async (code: string, message = 'no') => {
  throw Object.assign(new Error(message), { code });
};

it('takes a database that is out of reach for an outage, and one that refuses for what it is', async () => {
  for (const code of ['ECONNREFUSED', '57P01', '08006']) {
    await expect(using('postgres', failing(code))).rejects.toThrow(DependencyError);
  }
  await expect(using('postgres', failing('22P05', 'unsupported Unicode escape'))).rejects.not.toThrow(DependencyError);
  await expect(using('postgres', failing('22P05', 'unsupported Unicode escape'))).rejects.toThrow('Unicode escape');
  await expect(using('redis', failing('anything'))).rejects.toThrow(DependencyError);
});
