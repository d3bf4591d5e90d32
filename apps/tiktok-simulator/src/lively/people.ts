import type { UserSpec } from '../messages/event-spec.js';

type Traits = Omit<UserSpec, 'id' | 'handle' | 'name'>;

const person = (n: number, handle: string, name: string, traits: Traits = {}): UserSpec => ({
  id: String(6_900_000_000_000_000_000n + BigInt(n) * 7_919_000_000_007n),
  handle,
  name,
  ...traits,
});

/** The audience. Everybody here is invented. */
export const PEOPLE: readonly [UserSpec, ...UserSpec[]] = [
  person(1, 'luna.draws', 'Luna Draws', { follower: true, level: 18, fanLevel: 7 }),
  person(2, 'maxbakes', 'Max Bakes', { follower: true, level: 9 }),
  person(3, 'sakura_mochi', 'さくらもち', { follower: true, level: 22, subscriber: true, fanLevel: 12 }),
  person(4, 'nour.on.air', 'نور الهدى', { follower: true, level: 14 }),
  person(5, 'haneul.day', '하늘빛', { level: 11, follower: true }),
  person(6, 'katya_polka', 'Катя Полька', { follower: true, level: 27, topGifter: 1, fanLevel: 15 }),
  person(7, 'tiago.surf', 'Tiago 🏄 Marés', { level: 6 }),
  person(8, 'mod.pepper', 'Pepper 🌶️', { moderator: true, follower: true, subscriber: true, level: 31, fanLevel: 20 }),
  person(9, 'oldmapreader', 'The Extraordinary Reader of Very Old Maps', { level: 4 }),
  person(10, 'aisling.k', 'Aisling K.', { follower: true, level: 16, topGifter: 2 }),
  person(11, 'nightbus42', 'night bus 42', { level: 3 }),
  person(12, 'zeynep.tea', 'Zeynep ☕', { follower: true, level: 12, subscriber: true }),
  person(13, 'sunnydoodle', '☀️🐶✨', { level: 8, follower: true }),
  person(14, 'bao.noodles', '小面馆阿宝', { level: 20, follower: true, topGifter: 3 }),
  person(15, 'priya.pixels', 'Priya Pixels', { follower: true, level: 15, fanLevel: 6 }),
  person(16, 'omar_vinyl', 'عمر فينيل', { level: 10 }),
  person(17, 'elif.waves', 'Elif', { level: 5 }),
  person(18, 'quietfrog', 'quiet frog', { follower: true, level: 7 }),
  person(19, 'dariusz.loop', 'Dariusz Łąka', { level: 13, follower: true }),
  person(20, 'mina.minor', '미나 마이너', { level: 17, subscriber: true, follower: true, fanLevel: 9 }),
  person(21, 'captaincrumb', 'Captain Crumb 🍪', { moderator: true, follower: true, level: 25 }),
  person(22, 'yuki.snowcone', 'ゆき❄️かき氷', { level: 9 }),
  person(23, 'fjord.fox', 'Fjord Fox', { level: 2 }),
  person(24, 'lola.lemon', 'Lola Limón 🍋', { follower: true, level: 19, fanLevel: 8 }),
  person(25, 'grishaklim', 'Гриша из Клима', { level: 6 }),
  person(26, 'abebe.beats', 'Abebe Beats', { level: 23, follower: true, subscriber: true }),
  person(27, 'rosamund.ivy', 'Rosamund Ivy', { follower: true, level: 12 }),
  person(28, 'kiki.kites', 'Kiki Kites', { level: 1 }),
  person(29, 'thanhtruc', 'Thanh Trúc 🎋', { level: 14, follower: true }),
  person(30, 'paperlantern', 'paper lantern', { level: 8 }),
  person(31, 'beatriz.mar', 'Beatriz do Mar', { follower: true, level: 21 }),
  person(32, 'theoquill', 'Theo Quill', { level: 10 }),
];

/** The demo room's own host. */
export const DEMO_HOST: UserSpec = person(900, 'demo', 'Mika Demo Live');

/** Whoever the host meets in a battle. */
export const RIVALS: readonly [UserSpec, ...UserSpec[]] = [
  person(901, 'river.plays', 'River Plays'),
  person(902, 'juno.jams', 'Juno Jams 🎧'),
  person(903, 'haruka.live', 'はるかライブ'),
];

/** A host for any other handle. */
export function hostFor(handle: string, index: number): UserSpec {
  return person(1_000 + index, handle, handle);
}
