import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type LiveUser, WIDGET_TYPES, type WidgetType, startTimer } from '#libs/contracts';
import { HOSTILE_SEEDS, HOSTILE_TEXTS } from './support/hostile-texts.js';
import { CROWN, ROSE, chat, gift, person, streakOf } from './support/live-events.js';
import { follow, like, share, subscribe, viewers } from './support/scenes.js';
import { widgetSuite } from './support/suite.js';
import { builtThemes, themeSheet } from './support/theme-tokens.js';

const BUDGET = 60 * 1024;
const none = { coins: 0, gifts: 0, likes: 0, follows: 0, shares: 0, subscribes: 0 };
const counted = (more: Partial<typeof none>) => ({ session: none, today: none, allTime: { ...none, ...more } });
const FOREIGN = 'script, iframe, style, link, meta, base, a, b, object, video, input, marquee, details, math, template';
const value = (page: Page, selector: string) => page.locator(`${selector} .roll`).getAttribute('data-value');

/** Runs in the page: rows of the board that glide from where they were. */
const COUNT_MOVES = `
  window.moved = 0;
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (frames, timing) {
    if (this.matches('.board__row') && /^translate/.test(frames.transform?.[0] ?? '')) window.moved += 1;
    return animate.call(this, frames, timing);
  };
`;

/** Notes what is really played, and whether it could be heard. */
const SPY_ON_SOUNDS = `(() => {
  window.heard = [];
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...given) {
    window.heard.push({ state: this.context.state, seconds: Math.round(this.buffer.duration * 100) / 100 });
    return start.apply(this, given);
  };
})()`;

describe('every widget', () => {
  const suite = widgetSuite();

  it('loads within the budget, its theme and fonts with it', async () => {
    const sizes = await Promise.all(WIDGET_TYPES.map(async (widget) => [widget, await firstLoad(widget)] as const));
    for (const [widget, { bytes, font }] of sizes) {
      expect(font).toContain('Outfit');
      expect(bytes, widget).toBeGreaterThan(10_000);
      expect(bytes, widget).toBeLessThan(BUDGET);
    }
  });

  it.each(builtThemes())('keeps the largest page within the budget in the theme %s', async (theme) => {
    suite.gateway.room.configure('alerts', { theme });
    const { bytes, font, fonts } = await firstLoad('alerts');
    expect(bytes).toBeLessThan(BUDGET);
    expect(themeSheet(theme)).toContain(font);
    expect(fonts).toBeGreaterThan(0);
  });

  /** Bytes over the wire, packed, until the page rests. */
  async function firstLoad(widget: WidgetType) {
    const page = await suite.browser.newPage();
    const bodies: Promise<number>[] = [];
    let fonts = 0;
    page.on('response', (response) => {
      const packed = /woff2/.test(response.headers()['content-type'] ?? '');
      if (packed) fonts += 1;
      bodies.push(response.body().then((body) => (packed ? body.length : gzipSync(body).length)));
    });
    await page.goto(suite.gateway.page(widget), { waitUntil: 'networkidle' });
    const bytes = (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0);
    const font = await page.evaluate(`getComputedStyle(document.documentElement).getPropertyValue('--theme-font')`);
    await page.close();
    return { bytes, fonts, font: String(font).trim().replace(/["']/g, '') };
  }

  it.each(['feed', 'latest', 'leaderboard', 'goals'] as const)('%s writes hostile words as text', async (widget) => {
    suite.gateway.room.configure(widget, { maxEntries: 30, show: 'follow', entries: 10 });
    const page = await suite.open(widget);
    // One label can show one at a time: there the plain ones are enough.
    const texts = widget === 'latest' ? HOSTILE_SEEDS : HOSTILE_TEXTS;
    for (const [index, text] of texts.entries()) say(widget, text, index);
    await page.waitForTimeout(600);
    const strange = await page
      .locator('#stage')
      .evaluate((stage, tags) => stage.querySelectorAll(tags).length, FOREIGN);
    expect(strange).toBe(0);
    expect(await page.locator('#stage *').count()).toBeGreaterThan(5);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    const wide = await page.locator('.panel').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
    for (const right of wide) expect(right).toBeLessThanOrEqual(1920);
  });

  function say(widget: WidgetType, text: string, index: number): void {
    const { room } = suite.gateway;
    const who = person(text.slice(0, 128), { id: `h${index}` });
    if (widget === 'feed') room.emit(follow(who));
    if (widget === 'latest') room.count({ latest: { follow: follow(who) } });
    if (widget === 'leaderboard') room.count(boardOf([who]));
    if (widget === 'goals')
      room.count({ goals: [{ id: 'g', metric: 'coins', current: 1, target: 9, title: text.slice(0, 120) }] });
  }

  it('shows nothing after its right is gone, and says nothing of it', async () => {
    suite.gateway.room.state = { goals: [{ id: 'g', metric: 'coins', current: 1, target: 9 }] };
    const page = await suite.open('goals');
    await page.waitForSelector('.goal');
    suite.gateway.room.closeAll(4401);
    await expect.poll(() => page.locator('.goal').count()).toBe(0);
    expect(await page.locator('#stage').textContent()).toBe('');
  });

  it('takes a theme, custom CSS and reduced motion without a reload, and lets nothing else in', async () => {
    const page = await suite.open('viewers');
    suite.gateway.room.emit(viewers(12));
    await page.waitForSelector('.pill');
    const customCss =
      '@import url(https://evil.example/x.css); .pill { opacity: 0.5 } </style><script>window.hacked=1</script>';
    suite.gateway.room.configure('viewers', {
      theme: 'neon',
      customCss,
      motion: 'reduced',
      plate: 'light',
      accentColor: '#00aa88',
    });
    await expect.poll(() => page.locator('html').getAttribute('data-motion')).toBe('reduced');
    await expect.poll(() => page.evaluate(`getComputedStyle(document.querySelector('.pill')).opacity`)).toBe('0.5');
    expect(await page.locator('html').getAttribute('data-plate')).toBe('light');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('reports what goes wrong, without the key, and keeps it from the viewers', async () => {
    suite.gateway.room.build = 'another';
    const page = await suite.open('viewers');
    await page.waitForTimeout(200);
    await page.evaluate(
      `setTimeout(() => window.dispatchEvent(new ErrorEvent('error', { error: new Error('broken at ' + location.href) })))`,
    );
    await expect.poll(() => suite.gateway.room.reports.length).toBe(1);
    expect(JSON.stringify(suite.gateway.room.reports)).not.toContain('5600e838');
    expect(suite.gateway.room.reports[0]?.message).toBe('Error: broken at (address)');
    expect(await page.locator('#stage').textContent()).toBe('');
  });
});

const boardOf = (people: LiveUser[], scores: number[] = people.map((_, index) => 100 - index)) => {
  const entries = people.map((user, index) => ({ user, score: scores[index] ?? 1 }));
  const board = { coins: entries, likes: [] };
  return { leaderboard: { session: board, allTime: board } };
};

describe('alert boxes', () => {
  const suite = widgetSuite();

  it('show their own kind, in one queue or each in its own', async () => {
    const { room } = suite.gateway;
    for (const type of ['follows', 'alerts'] as const) room.configure(type, { durationMs: 1000, position: 'center' });
    const follows = await suite.open('follows');
    const alerts = await suite.open('alerts');
    room.emit(gift(person('Gina'), ROSE), follow(person('Finn')), share(person('Sam')), subscribe(person('Sue'), 3));
    await expect.poll(() => follows.locator('.name__text').textContent()).toBe('Finn');
    expect(await follows.locator('.words').textContent()).toBe('followed');
    await expect.poll(() => alerts.locator('.name__text').last().textContent(), { timeout: 9000 }).toBe('Sue');
    expect(await alerts.locator('.alert').last().getAttribute('class')).toContain('alert--card');
  });

  it('choose words, sound and stage by the most specific variation, and let the important go first', async () => {
    const { room } = suite.gateway;
    room.configure('gifts', {
      durationMs: 1000,
      sound: 'library:plain',
      variations: [
        {
          name: 'roses',
          when: { gift: 'rose' },
          change: { message: 'a rose for {name}', sound: 'library:rose', size: 'card' },
        },
        { name: 'large', when: { minimumAmount: 1000 }, priority: 5, change: { message: '{amount} coins!' } },
      ],
    });
    const page = await suite.open('gifts');
    await page.evaluate('window.obsstudio = {}');
    room.command('pause');
    room.emit(gift(person('Mia'), { name: 'Hat', coins: 99 }), gift(person('Ben'), ROSE), gift(person('Cleo'), CROWN));
    await page.waitForTimeout(200);
    room.command('resume');
    const words = () => page.locator('.words').last().textContent();
    await expect.poll(words).toBe('1,999 coins!');
    room.command('skip');
    await expect.poll(words).toBe('sent Hat');
    room.command('skip');
    await expect.poll(words).toBe('a rose for Ben');
    expect(await page.locator('.alert').last().getAttribute('class')).toContain('alert--card');
  });

  it('make one sound for five roses, and none when muted', async () => {
    const { room } = suite.gateway;
    room.configure('gifts', { durationMs: 1000, sound: 'library:ping' });
    const page = await suite.open('gifts');
    await page.mouse.click(5, 5);
    room.emit(...streakOf(person('Mia'), ROSE, 5));
    await expect.poll(() => page.locator('html').getAttribute('data-sounds'), { timeout: 8000 }).toBe('1');
    await expect.poll(() => page.locator('.times .roll').getAttribute('data-value')).toBe('5');
    room.command('mute');
    room.emit(gift(person('Ben'), CROWN));
    await expect.poll(() => page.locator('.name__text').last().textContent(), { timeout: 8000 }).toBe('Ben');
    await page.waitForTimeout(300);
    expect(await page.locator('html').getAttribute('data-sounds')).toBe('1');
    expect(suite.gateway.sounds).toHaveLength(1);
  });

  it("play their theme's own sound, by event and stage, and nothing while muted", async () => {
    const { room } = suite.gateway;
    room.configure('alerts', { durationMs: 1000, theme: 'glass', cardFromCoins: 500 });
    const page = await suite.open('alerts');
    await page.evaluate(SPY_ON_SOUNDS);
    await page.mouse.click(5, 5);
    const heard = () => page.evaluate('window.heard');
    room.emit(follow(person('Finn')));
    await expect.poll(heard, { timeout: 8000 }).toEqual([{ state: 'running', seconds: 0.78 }]);
    room.emit(gift(person('Ben'), CROWN));
    await expect.poll(async () => ((await heard()) as unknown[]).length, { timeout: 8000 }).toBe(2);
    room.command('mute');
    room.emit(share(person('Sam')));
    await expect.poll(() => page.locator('.name__text').last().textContent(), { timeout: 8000 }).toBe('Sam');
    await page.waitForTimeout(300);
    expect(await heard()).toHaveLength(2);
    const asked = suite.gateway.sounds.map((path) => path.split('/').at(-1));
    expect(asked).toEqual(['glass-follow.wav', 'glass-gift-card.wav']);
  });

  it('tell of likes when one viewer gave enough', async () => {
    suite.gateway.room.configure('likes', { everyLikes: 50, durationMs: 1000 });
    const page = await suite.open('likes');
    suite.gateway.room.emit(like(person('Mia'), 30), like(person('Ben'), 40), like(person('Mia'), 25));
    await page.waitForSelector('.alert');
    expect(await page.locator('.name__text').textContent()).toBe('Mia');
    expect(await page.locator('.words').textContent()).toBe('likes the stream');
    expect(suite.gateway.room.started).toEqual([]);
  });

  it('wait while OBS does not show them, if the streamer wishes so', async () => {
    suite.gateway.room.configure('gifts', { holdWhileInactive: true });
    const page = await suite.open('gifts');
    await page.evaluate(
      `window.dispatchEvent(new CustomEvent('obsSourceActiveChanged', { detail: { active: false } }))`,
    );
    suite.gateway.room.emit(gift(person('Mia'), ROSE));
    await page.waitForTimeout(300);
    expect(await page.locator('.alert').count()).toBe(0);
    await page.evaluate(
      `window.dispatchEvent(new CustomEvent('obsSourceActiveChanged', { detail: { active: true } }))`,
    );
    await page.waitForSelector('.alert');
  });
});

describe('labels', () => {
  const suite = widgetSuite();
  const goal = (current: number, target = 100) => [{ id: 'g', metric: 'follows' as const, current, target, title: '' }];

  it('goals survive reload, overshoot and edit, and celebrate once', async () => {
    const { room } = suite.gateway;
    room.state = { goals: goal(90) };
    const page = await suite.open('goals', '?metric=follows');
    await expect.poll(() => value(page, '.goal__percent')).toBe('90%');
    room.count({ goals: goal(130) });
    await expect.poll(() => page.locator('.goal').getAttribute('data-celebrated')).toBe('1');
    expect(await value(page, '.goal__current')).toBe('130');
    expect(await page.locator('.goal').getAttribute('data-share')).toBe('1.000');
    room.count({ goals: goal(140) });
    await expect.poll(() => value(page, '.goal__current')).toBe('140');
    expect(await page.locator('.goal').getAttribute('data-celebrated')).toBe('1');
    await page.reload();
    await expect.poll(() => value(page, '.goal__percent')).toBe('140%');
    room.count({ goals: goal(140, 700) });
    await expect.poll(() => value(page, '.goal__percent')).toBe('20%');
    expect(await page.locator('.goal').getAttribute('data-celebrated')).toBeNull();
    room.count({ goals: [] });
    await expect.poll(() => page.locator('.goal').count()).toBe(0);
  });

  it('the leaderboard moves people instead of jumping', async () => {
    const [mia, ben] = [person('Mia'), person('Ben')];
    suite.gateway.room.state = boardOf([mia, ben]);
    const page = await suite.open('leaderboard');
    await expect.poll(() => page.locator('.board__name').allTextContents()).toEqual(['Mia', 'Ben']);
    await page.evaluate(COUNT_MOVES);
    suite.gateway.room.count(boardOf([ben, mia], [500, 100]));
    await expect.poll(() => page.locator('.board__name').allTextContents()).toEqual(['Ben', 'Mia']);
    expect(await page.evaluate('window.moved')).toBe(2);
    expect(await page.locator('.board__score .roll').first().getAttribute('data-value')).toBe('500');
  });

  it('viewers, latest and feed follow what happens', async () => {
    const { room } = suite.gateway;
    room.configure('latest', { show: 'rotate' });
    const [count, latest, feed] = [await suite.open('viewers'), await suite.open('latest'), await suite.open('feed')];
    const steps = streakOf(person('Lena'), ROSE, 4);
    const finn = follow(person('Finn'));
    room.emit(viewers(1284), finn, chat(person('Mia'), 'no entry'), ...steps);
    room.count({ latest: { follow: finn } });
    await expect.poll(() => value(count, '.pill__number')).toBe('1,284');
    await expect.poll(() => latest.locator('.latest__name').last().textContent()).toBe('Finn');
    await expect.poll(() => feed.locator('.item').count()).toBe(2);
    expect(await feed.locator('.item__times .roll').last().getAttribute('data-value')).toBe('4');
    room.count({ latest: { follow: finn, gift: gift(person('Gina'), ROSE, { count: 3 }) } });
    await expect.poll(() => latest.locator('.latest__one:not(.latest__one--gone)').textContent()).toContain('Gina');
  });

  it('the timer runs, gains time, pauses and stays the same after a reload', async () => {
    const { room } = suite.gateway;
    const rules = { initialSeconds: 3600, secondsPerFollow: 60, period: 'all-time' as const };
    room.state = { totals: counted({ follows: 7 }) };
    room.configure('timer', rules);
    const page = await suite.open('timer');
    const time = () => value(page, '.timer__time');
    await expect.poll(time).toBe('1:00:00');
    const run = startTimer(rules, counted({ follows: 7 }), Date.now());
    room.configure('timer', { ...rules, ...run });
    await expect.poll(time, { timeout: 5000 }).toMatch(/^59:5\d$/);
    room.count({ totals: counted({ follows: 9 }) });
    await expect.poll(() => page.locator('.timer__gain').textContent()).toBe('+2:00');
    await expect.poll(time).toMatch(/^1:01:5\d$/);
    await page.reload();
    await expect.poll(time).toMatch(/^1:01:\d\d$/);
    room.configure('timer', { ...rules, ...run, pausedAt: run.startedAt + 10_000 });
    await expect.poll(time).toBe('1:01:50');
    room.configure('timer', { ...rules, ...run, startedAt: 1 });
    await expect.poll(() => page.locator('.timer__end').isVisible()).toBe(true);
  });

  it('hearts rise, never too many', async () => {
    suite.gateway.room.configure('hearts', { maxHearts: 12, riseSeconds: 1 });
    const page = await suite.open('hearts');
    let most = 0;
    for (let i = 0; i < 30; i += 1) {
      suite.gateway.room.emit(like(person(`viewer ${i}`), 15));
      most = Math.max(most, await page.locator('.heart').count());
      await page.waitForTimeout(20);
    }
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(12);
    await expect.poll(() => page.locator('.heart').count(), { timeout: 5000 }).toBe(0);
  });
});
