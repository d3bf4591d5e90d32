import { expect, it, vi } from 'vitest';
import { ProviderUnavailableError } from '#libs/domain';
import type { Logger } from '#libs/observability';
import { StripeSilence } from './stripe-silence.js';

/** Whom a pass asked about, when Stripe has no answer about `silent`. */
async function pass(silence: StripeSilence, items: string[], silent: (id: string) => boolean, width = 1) {
  const asked: string[] = [];
  const ask = async (id: string) => {
    asked.push(id);
    if (silent(id)) throw new ProviderUnavailableError('nobody there');
  };
  await silence.pass(() => silence.each(items, { id: (id) => id, ask, width }));
  return asked;
}
const made = () => {
  const warn = vi.fn();
  return { silence: new StripeSilence({ warn } as unknown as Logger), warn };
};
const MANY = Array.from({ length: 20 }, (_, index) => `one-${index}`);

it('one without an answer waits alone, however often, and the others are asked', async () => {
  const { silence } = made();
  for (let time = 0; time < 5; time++) {
    expect(await pass(silence, MANY, (id) => id === 'one-0', 4)).toEqual(MANY);
    expect(await pass(silence, ['one-0'], () => true)).toEqual(['one-0']);
    expect(silence.pausing).toBe(false);
    expect(silence.waiting()).toEqual(['one-0']);
  }
});

it('three in a row without an answer end the pass, and a pass without any answer is followed by a pause', async () => {
  const { silence, warn } = made();
  expect(await pass(silence, MANY, () => true)).toEqual(MANY.slice(0, 3));
  expect(silence.pausing).toBe(true);
  expect(warn.mock.calls.at(-1)).toMatchObject([
    { retryInMs: 2000 },
    expect.stringContaining('whatever needs it waits'),
  ]);
  // Afterwards one alone is asked about, and the others once there is an answer.
  expect(await pass(silence, MANY, () => true, 4)).toEqual(['one-0']);
  expect(warn.mock.calls.at(-1)).toMatchObject([{ retryInMs: 4000 }, expect.anything()]);
  expect(await pass(silence, MANY, () => false, 4)).toEqual(MANY);
  expect(silence.pausing).toBe(false);
});

it('each kind of questions is asked once at least, also while Stripe is away', async () => {
  const { silence } = made();
  await pass(silence, MANY, () => true);
  const asked: string[] = [];
  const ask = async (id: string) => void asked.push(id);
  await silence.pass(async () => {
    await silence.each(MANY, {
      id: (id) => id,
      ask: () => Promise.reject(new ProviderUnavailableError('nobody there')),
    });
    await silence.each(['another kind'], { id: (id) => id, ask });
  });
  expect(asked).toEqual(['another kind']);
  expect(silence.pausing).toBe(false);
});

it('an outage says nothing about those who were asked about in it', async () => {
  const { silence } = made();
  await pass(silence, MANY, () => true);
  for (const id of MANY.slice(10)) await pass(silence, [id], () => true);
  expect(silence.waiting().length).toBeGreaterThan(10);
  await pass(silence, ['well'], () => false);
  expect(silence.waiting()).toEqual(['one-0', 'one-1']);
});
