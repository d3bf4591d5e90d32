import { expect, it } from 'vitest';
import { CROWN, ROSE, chat, gift, person } from './support/live-events.js';
import { follow, like } from './support/scenes.js';
import { widgetSuite } from './support/suite.js';

const suite = widgetSuite();
const WITHIN = { timeout: 15_000 };
const rude = person('Rude One', { id: 'rude', handle: 'rude.one' });
const nice = person('Nice One', { id: 'nice', handle: 'nice' });
const nobody = { words: [], viewers: [] };
const blocked = { words: ['idiot', 'spam*'], viewers: [{ id: 'rude', handle: 'rude.one' }] };

it('keeps blocked words and viewers out of the chat, live, on screen and after a reload', async () => {
  const { room } = suite.gateway;
  room.moderation = { words: ['idiot'], viewers: [] };
  room.emit(chat(nice, 'an IDÏOT, really'), chat(nice, 'idiotic but fine'), chat(rude, 'first'));
  const page = await suite.open('chat');
  const texts = () => page.locator('.row__text').allTextContents();
  const shown = async () => (await texts()).map((text) => text.trim());
  await expect.poll(async () => (await shown()).length, WITHIN).toBe(2);
  room.moderate(blocked);
  await expect.poll(shown, WITHIN).toEqual([expect.stringContaining('idiotic but fine')]);
  room.emit(chat(rude, 'still here'), chat(nice, 'spamming you'), chat(nice, 'hello again'));
  await page.getByText('hello again').waitFor();
  expect(await shown()).toHaveLength(2);
  await page.reload();
  await page.getByText('hello again').waitFor();
  expect((await shown()).join()).not.toMatch(/first|still here|spamming|really/);
  room.moderate(nobody);
  room.emit(chat(rude, 'back again'));
  await page.getByText('back again').waitFor();
});

it('shows no alert of a blocked viewer, ends the one on screen, and settles them with the server', async () => {
  const { room } = suite.gateway;
  room.moderation = blocked;
  const waited = gift(rude, CROWN);
  room.emit(waited);
  const page = await suite.open('alerts');
  await expect.poll(() => room.started, WITHIN).toContain(waited.id);
  room.configure('alerts', { durationMs: 30_000 });
  room.moderate(nobody);
  const onScreen = gift(rude, CROWN);
  const behind = follow(rude);
  const good = follow(nice);
  room.emit(onScreen, behind, good);
  const alert = page.locator('.alert');
  await expect.poll(() => alert.textContent(), WITHIN).toContain('Rude One');
  room.moderate(blocked);
  await expect.poll(() => alert.textContent(), WITHIN).toContain('Nice One');
  room.command('replay', { item: { offset: 2, event: onScreen } });
  room.command('skip');
  await expect.poll(() => alert.count(), WITHIN).toBe(0);
  expect(room.started).toEqual(expect.arrayContaining([onScreen.id, behind.id, good.id]));
  await page.reload();
  room.emit(follow(person('Third')));
  await expect.poll(() => alert.textContent(), WITHIN).toContain('Third');
});

it('names no blocked viewer in feed, latest and leaderboard, and counts on', async () => {
  const { room } = suite.gateway;
  const session = { coins: [rude, nice].map((user, index) => ({ user, score: 900 - index })), likes: [] };
  room.state = {
    leaderboard: { session, allTime: session },
    latest: { follow: follow(rude) },
    goals: [{ id: 'g', metric: 'coins', current: 1799, target: 9000 }],
  };
  room.configure('latest', { show: 'follow' });
  const [feed, latest, board, goals] = await Promise.all([
    suite.open('feed'),
    suite.open('latest'),
    suite.open('leaderboard'),
    suite.open('goals'),
  ]);
  room.emit(gift(rude, ROSE), follow(nice));
  const names = () => board.locator('.board__name').allTextContents();
  await feed.getByText('Rude One').waitFor();
  await latest.getByText('Rude One').waitFor();
  await expect.poll(names, WITHIN).toEqual(['Rude One', 'Nice One']);
  room.moderate(blocked);
  await expect
    .poll(() => feed.locator('.item').allTextContents(), WITHIN)
    .toEqual([expect.stringContaining('Nice One')]);
  await expect.poll(() => latest.locator('.latest__one').count(), WITHIN).toBe(0);
  await expect.poll(names, WITHIN).toEqual(['Nice One']);
  expect(await board.locator('.board__place').first().textContent()).toBe('1');
  expect(await goals.locator('.goal .roll').first().getAttribute('data-value')).toBe('1,799');
  room.count({ leaderboard: { session, allTime: session }, latest: { follow: follow(nice) } });
  await latest.getByText('Nice One').waitFor();
  expect(await names()).toEqual(['Nice One']);
});

it("makes no alert of a blocked viewer's likes", async () => {
  const { room } = suite.gateway;
  room.moderation = blocked;
  const page = await suite.open('likes');
  room.emit(like(rude, 500), like(nice, 500));
  await expect.poll(() => page.locator('.alert').textContent(), WITHIN).toContain('Nice One');
});
