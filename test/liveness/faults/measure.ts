import type { SimulatedRoom } from '../../../apps/tiktok-simulator/src/index.js';
import type { Fleet, Told } from '../fleet.js';
import type { Fault } from './faults.js';

export interface Measured {
  fault: Fault;
  /** States in order, from the strike on, each with its code. */
  course: string[];
  /** The text that told most. */
  words: string;
  /** ms from the strike; absent when nothing was said. */
  noticedMs?: number;
  /** ms from the end of the fault until the connection was live, or known to be over. */
  settledMs?: number;
  signCalls: number;
  requests: number;
  /** A comment that was sent at the end reached the log. */
  heardAfterwards: boolean;
}

const WATCH_MS = 10_000;
const LIMIT_MS = 12 * 60_000;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits, and says whether it came true. */
async function until(check: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (await check()) return true;
    await sleep(20);
  }
  return false;
}

/** Plays one fault to a broker that is connected, and measures what becomes of it. */
export async function measure(fleet: Fleet, fault: Fault, handle: string): Promise<Measured> {
  const room = fleet.simulator.room(handle).goLive();
  const { streamerId } = await fleet.follow(handle);
  if (!(await until(isLive, 120_000))) throw new Error(`${handle} never went live`);
  await room.waitForClients(1);
  room.send({ type: 'chat', text: 'before' });
  await sleep(2000);
  const { counters } = fleet.simulator;
  const before = { signs: counters.signCalls(handle), looks: counters.livenessCalls(handle) };
  const told = (from: number): Told[] => fleet.told(streamerId).filter(({ at }) => at >= from);

  const struckAt = Date.now();
  const talk = setInterval(() => fault.ends === 'stays live' && room.send({ type: 'chat', text: 'meanwhile' }), 5000);
  fault.strike(room);
  const overAt = await outlast(fault, room, () => told(struckAt).some(({ status }) => status.state === 'retrying'));
  const wanted = fault.ends === 'offline' ? 'offline' : 'live';
  const settled = () => fleet.status(streamerId)?.state === wanted && (fault.ends === 'stays live' || noticed());
  const noticed = () => told(struckAt).length > 0;
  await until(settled, LIMIT_MS);
  if (fault.ends === 'stays live') await sleep(WATCH_MS);
  clearInterval(talk);
  const after = { signs: counters.signCalls(handle), looks: counters.livenessCalls(handle) };
  const heardAfterwards = fault.ends === 'offline' || (await hears());
  return {
    fault,
    ...summary(told(struckAt), struckAt, overAt, wanted),
    signCalls: after.signs - before.signs,
    requests: after.looks - before.looks,
    heardAfterwards,
  };

  function isLive(): boolean {
    return fleet.status(streamerId)?.state === 'live';
  }
  async function hears(): Promise<boolean> {
    const entered = room.waitForClients(1).then(() => true);
    if (!(await Promise.race([entered, sleep(10_000).then(() => false)]))) return false;
    room.send({ type: 'chat', text: 'afterwards' });
    return await until(async () => {
      const events = await fleet.events(streamerId);
      return events.some((event) => event.type === 'chat' && event.text === 'afterwards');
    }, 10_000);
  }
}

/** Answers when the fault was over, ms. */
async function outlast(fault: Fault, room: SimulatedRoom, noticed: () => boolean): Promise<number> {
  if (fault.lasts === 'until noticed') await until(noticed, LIMIT_MS);
  else await sleep(fault.lasts);
  fault.lift?.(room);
  return Date.now();
}

function summary(told: readonly Told[], struckAt: number, overAt: number, wanted: string) {
  const names = told.map(({ status: { state, reason } }) => (reason ? `${state} (${reason.code})` : state));
  const course = ['live', ...names].filter((name, index, all) => name !== all[index - 1]);
  const [first] = told;
  const spoken = told.filter(({ status }) => status.reason);
  const worst = spoken.find(({ status }) => status.reason?.code !== 'SOURCE.INTERRUPTED') ?? spoken[0];
  const end = told.findLast(({ status }) => status.state === wanted);
  return {
    course,
    words: worst?.status.reason?.text ?? '',
    ...(first ? { noticedMs: Math.max(0, first.at - struckAt) } : {}),
    ...(end ? { settledMs: Math.max(0, end.at - overAt) } : {}),
  };
}
