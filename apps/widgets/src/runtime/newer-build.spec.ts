import { describe, expect, it } from 'vitest';
import { NewerBuild } from './newer-build.js';
import { TestingClock } from './testing-clock.js';

function setUp(own = 'a') {
  const store = new Map<string, string>();
  const clock = new TestingClock();
  let renewed = 0;
  const memory = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
  };
  const open = () =>
    new NewerBuild(
      own,
      memory,
      clock,
      () => 0.5,
      () => (renewed += 1),
    );
  return { clock, open, renewed: () => renewed };
}

describe('a newer build', () => {
  it('is taken once, after a while, and not again when the page is still of the old one', () => {
    const { clock, open, renewed } = setUp();
    const page = open();
    page.heard('a');
    page.heard('b');
    page.heard('b');
    clock.pass(9_999);
    expect(renewed()).toBe(0);
    clock.pass(20_000);
    expect(renewed()).toBe(1);
    open().heard('b');
    clock.pass(60_000);
    expect(renewed()).toBe(1);
    open().heard('c');
    clock.pass(60_000);
    expect(renewed()).toBe(2);
  });

  it('is nothing to a page or a gateway that does not know its own', () => {
    const { clock, open, renewed } = setUp('');
    open().heard('b');
    open().heard(undefined);
    clock.pass(60_000);
    expect(renewed()).toBe(0);
  });
});
