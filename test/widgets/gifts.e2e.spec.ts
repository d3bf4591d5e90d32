import { describe, expect, it } from 'vitest';
import { HOSTILE_SEEDS } from './support/hostile-texts.js';
import { CROWN, GALAXY, ROSE, gift, person, streakOf } from './support/live-events.js';
import { widgetSuite } from './support/suite.js';

const SHORT = { durationMs: 1000 };

/** Runs in the page. */
const COUNT_ALERTS = `
  window.alertsSeen = 0;
  new MutationObserver((changes) => {
    for (const change of changes) window.alertsSeen += change.addedNodes.length;
  }).observe(document.getElementById('stage'), { childList: true });
`;

describe('the gifts page', () => {
  const suite = widgetSuite();
  const open = (query = '') => suite.open('gifts', query);

  it('shows who, what and how much, and acknowledges it', async () => {
    const { gateway } = suite;
    gateway.room.configure('gifts', SHORT);
    const page = await open();
    const event = gift(person('Mia'), CROWN, { count: 3 });
    gateway.room.emit(event);
    await page.waitForSelector('.alert--card');
    expect(await page.locator('.name__text').textContent()).toBe('Mia');
    expect(await page.locator('.words').textContent()).toBe('sent Golden Crown');
    expect(await page.locator('.times .roll').getAttribute('data-value')).toBe('3');
    expect(await page.locator('.coins .roll').getAttribute('data-value')).toBe('5,997');
    await expect.poll(() => gateway.room.started).toEqual([event.id]);
    await expect.poll(() => gateway.room.shown, { timeout: 8000 }).toEqual([event.id]);
    await expect.poll(() => page.locator('#stage > *').count()).toBe(0);
  });

  it('grows from a chip to the whole scene with what the streak is worth', async () => {
    const { gateway } = suite;
    const page = await open();
    const steps = streakOf(person('Mia'), { ...GALAXY, coins: 600 }, 60);
    gateway.room.emit(...steps.slice(0, 1));
    await page.waitForSelector('.alert--chip');
    gateway.room.emit(...steps.slice(1, 5));
    await page.waitForSelector('.alert--card');
    gateway.room.emit(...steps.slice(5));
    await page.waitForSelector('.alert--scene');
    await expect.poll(() => page.locator('.alert').count()).toBe(1);
    expect(await page.locator('.coins .roll').getAttribute('data-value')).toBe('36,000');
  });

  it('lets 36 roses climb in one alert', async () => {
    const { gateway } = suite;
    const page = await open();
    await page.evaluate(COUNT_ALERTS);
    const steps = streakOf(person('Mia'), ROSE, 36);
    for (const step of steps) {
      gateway.room.emit(step);
      await page.waitForTimeout(40);
    }
    await expect.poll(() => page.locator('.times .roll').getAttribute('data-value')).toBe('36');
    expect(await page.evaluate('window.alertsSeen')).toBe(1);
    await expect.poll(() => new Set(gateway.room.started).size).toBe(37);
    expect(gateway.room.started).toHaveLength(37);
    await expect.poll(() => gateway.room.shown.length, { timeout: 8000 }).toBe(37);
  });

  it('writes hostile names and gifts as text', { timeout: 120_000 }, async () => {
    const { gateway } = suite;
    gateway.room.configure('gifts', { durationMs: 30_000 });
    const page = await open();
    for (const [index, text] of HOSTILE_SEEDS.entries()) {
      // Two at a time, and all others in the pages that show many at once: alerts take their time.
      if (index % 4 !== 0) continue;
      const other = HOSTILE_SEEDS[index + 1] ?? text;
      gateway.room.command('skip');
      gateway.room.emit(gift(person(text, { id: `h${index}` }), { name: other, coins: 1 }, { id: `hostile-${index}` }));
      await expect
        .poll(() => gateway.room.started.includes(`hostile-${index}`), { interval: 20, timeout: 5000 })
        .toBe(true);
      const foreign = await page.locator('#stage').evaluate((stage) => {
        const strange =
          'script, iframe, style, link, meta, base, a, b, object, video, input, marquee, details, math, template';
        return [...stage.querySelectorAll(strange)].length;
      });
      expect(foreign).toBe(0);
      const box = await page.locator('.alert').last().boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 1920 && box.height < 300, text).toBe(true);
    }
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('does not show an alert again after a reload in the middle of it', async () => {
    const { gateway } = suite;
    const page = await open();
    const [first, second] = [gift(person('Mia'), ROSE), gift(person('Ben'), ROSE)];
    gateway.room.emit(first, second);
    await page.waitForSelector('.alert');
    // The server forgets what the page said: the page's own marks must be enough.
    gateway.room.started.length = 0;
    await page.reload();
    await page.waitForSelector('.alert');
    expect(await page.locator('.name__text').textContent()).toBe('Ben');
    expect(gateway.room.hellos.at(-1)).toMatchObject({ started: [first.id] });
    expect(gateway.room.hellos.at(-1)?.position).toBeUndefined();
    await page.waitForTimeout(600);
    expect(gateway.room.started).toEqual([second.id]);
  });

  it('resumes where it was, shows what it missed once, and nothing that another page started', async () => {
    const { gateway } = suite;
    gateway.room.configure('gifts', SHORT);
    const page = await open();
    gateway.room.emit(gift(person('Mia'), ROSE));
    await page.waitForSelector('.alert');
    gateway.room.closeAll(1012);
    const [theirs, mine] = [gift(person('Theirs'), ROSE), gift(person('Mine'), ROSE)];
    gateway.room.emit(theirs, mine);
    gateway.room.acknowledge('started', [theirs.id]);
    await expect.poll(() => gateway.room.started.includes(mine.id), { timeout: 8000 }).toBe(true);
    expect(gateway.room.hellos.at(-1)?.position).toEqual({ epoch: 'epoch-1', offset: 1 });
    expect(gateway.room.started.filter((id) => id === theirs.id)).toHaveLength(1);
    expect(await page.locator('.name__text').textContent()).toBe('Mine');
  });

  it('greets again when a message did not reach it', async () => {
    const { gateway } = suite;
    gateway.room.configure('gifts', SHORT);
    const page = await open();
    await page.waitForTimeout(1100);
    const lost = gift(person('Lost'), ROSE);
    gateway.room.loseForEveryone(lost);
    gateway.room.emit(gift(person('Next'), ROSE));
    await expect.poll(() => gateway.room.started.includes(lost.id), { timeout: 8000 }).toBe(true);
    expect(gateway.room.hellos.at(-1)?.position).toEqual({ epoch: 'epoch-1', offset: 0 });
    await expect.poll(() => gateway.room.started.length, { timeout: 8000 }).toBe(2);
  });

  it('repeats nothing in a new epoch that holds the same events', async () => {
    const { gateway } = suite;
    gateway.room.configure('gifts', SHORT);
    const page = await open();
    const event = gift(person('Mia'), ROSE);
    gateway.room.emit(event);
    await expect.poll(() => gateway.room.shown.length, { timeout: 8000 }).toBe(1);
    gateway.room.startNewEpoch('epoch-2');
    gateway.room.closeAll(1012);
    await expect.poll(() => gateway.room.hellos.length, { timeout: 8000 }).toBe(2);
    gateway.room.emit(event, gift(person('Ben'), ROSE));
    await page.waitForSelector('.alert');
    expect(await page.locator('.name__text').textContent()).toBe('Ben');
    expect(gateway.room.started).toHaveLength(2);
  });

  it.each([4401, 4404, 4402])('shows nothing after %i and leaves the server alone', async (code) => {
    const { gateway } = suite;
    const page = await open();
    gateway.room.emit(gift(person('Mia'), ROSE), gift(person('Ben'), ROSE));
    await page.waitForSelector('.alert');
    gateway.room.closeAll(code);
    await expect.poll(() => page.locator('#stage > *').count()).toBe(0);
    await page.waitForTimeout(1300);
    expect(gateway.room.hellos).toHaveLength(1);
    expect(await page.locator('body').textContent()).not.toMatch(/Mia|error|key/i);
  });

  it('obeys the remote control, each command once', async () => {
    const { gateway } = suite;
    const page = await open();
    const events = ['Mia', 'Ben', 'Cleo', 'Dora'].map((name) => gift(person(name), ROSE));
    gateway.room.command('pause');
    gateway.room.emit(...events);
    await page.waitForTimeout(300);
    expect(await page.locator('.alert').count()).toBe(0);
    gateway.room.command('resume');
    const name = () => page.locator('.name__text').last().textContent();
    await expect.poll(name).toBe('Mia');
    gateway.room.command('skip');
    await expect.poll(name).toBe('Ben');
    gateway.room.command('skip', { seq: 3 });
    await page.waitForTimeout(700);
    expect(await name()).toBe('Ben');
    gateway.room.command('clear', { seq: 4 });
    await expect.poll(() => page.locator('.alert').count()).toBe(0);
    expect(gateway.room.started).toHaveLength(4);
    const [mia] = events;
    if (mia) gateway.room.command('replay', { item: { offset: 1, event: mia } });
    await expect.poll(name).toBe('Mia');
    gateway.room.command('mute');
    await expect.poll(() => page.locator('html').getAttribute('data-muted')).toBe('true');
    const loaded = gateway.room.hellos.length;
    gateway.room.command('reload');
    await expect.poll(() => gateway.room.hellos.length, { timeout: 9000 }).toBe(loaded + 1);
    expect(gateway.room.started).toHaveLength(4);
  });

  it('takes new settings without a reload', async () => {
    const { gateway } = suite;
    const page = await open();
    gateway.room.configure('gifts', {
      accentColor: '#00aa88',
      position: 'top-right',
      message: '{coins} coins: {gift}',
    });
    await expect.poll(() => page.locator('html').getAttribute('data-position')).toBe('top-right');
    gateway.room.emit(gift(person('Mia'), ROSE));
    await expect.poll(() => page.locator('.words').textContent()).toBe('1 coins: Rose');
    const box = await page.locator('.alert').boundingBox();
    expect(box && Math.round(box.x + box.width)).toBe(1872);
  });

  it('acknowledges and marks nothing in a preview', async () => {
    const { gateway } = suite;
    const page = await open('?preview=1');
    gateway.room.emit(gift(person('Mia'), ROSE));
    await page.waitForSelector('.alert');
    await page.waitForTimeout(300);
    expect(gateway.room.started).toEqual([]);
    expect(await page.evaluate('localStorage.length')).toBe(0);
  });

  it('stays small in a storm', { timeout: 90_000 }, async () => {
    const { gateway } = suite;
    gateway.room.configure('gifts', { durationMs: 1000, maxQueue: 6 });
    const page = await open();
    let most = 0;
    for (let round = 0; round < 20; round += 1) {
      for (let i = 0; i < 10; i += 1) {
        const who = person(`viewer ${(round * 7 + i) % 90}`);
        gateway.room.emit(gift(who, { name: `Gift ${i % 5}`, coins: 1 + ((round * i) % 40) * 100 }));
      }
      most = Math.max(most, await page.locator('*').count());
      await page.waitForTimeout(50);
    }
    expect(most).toBeLessThan(220);
    await expect.poll(() => gateway.room.started.length, { timeout: 60_000 }).toBe(200);
    expect(new Set(gateway.room.started).size).toBe(200);
  });
});
