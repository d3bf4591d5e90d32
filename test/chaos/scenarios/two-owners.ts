import type { LiveEvent } from '#libs/contracts';
import type { Owner } from '#libs/domain';
import { SocketPage } from '../../support/socket-page.js';
import { judgeAlerts } from '../support/alert-check.js';
import { checkLog, firstDifference } from '../support/checker.js';
import { zero, type Outcome } from '../support/report.js';
import { giftFrom, pass, until, type Act, type Logged, type Stage } from '../support/stage.js';

export interface TwoOwnersOptions {
  leaseTtlMs: number;
  /** Messages that the forged owner appends before the real one hears them. */
  forged: number;
}

/** A worker that is frozen past its lease and goes on, then a second owner that appends the same messages. */
export async function twoOwners(stage: Stage, options: TwoOwnersOptions): Promise<Outcome> {
  const [act] = (await stage.acts('owners', 1)) as [Act];
  const page = stage.page(act);
  const feed = await SocketPage.join(stage.cluster.gatewayUrl, { key: act.streamer.widgetKey, widget: 'feed' });
  const talk = talker(act);
  await until('some lines', () => feed.items.length > 20);
  const moves = await freeze(stage, act, options.leaseTtlMs);
  const forgery = await forge(stage, act, options);
  await until('a real owner', async () => (await ownerOf(stage, act)).nodeId !== 'forged');
  act.room.sendMessages(forgery.wire);
  const before = feed.items.length;
  await until('lines after it', () => feed.items.length > before + 20);
  await talk.stop();
  await settled(stage, act, feed);
  const logged = await stage.logged(act.streamer.id);
  const gifts = logged.filter(({ event }) => event.type === 'gift').length;
  await until('the alerts', () => page.startedIds.length >= gifts, 60_000).catch(() => undefined);
  page.close();
  feed.close();
  const difference = firstDifference(logged.map(({ id }) => id).slice(-feed.items.length), idsOf(feed.events));
  const { gaps, doubled } = checkLog(logged);
  const alerts = await judgeAlerts(stage, [{ act, page }], gifts);
  const evidence = [...alerts.evidence, ...feed.problems, ...(difference ? [difference] : [])];
  return {
    scenario: 'two brokers for one streamer',
    evidence,
    figures: [
      { figure: 'events in the log', measured: logged.length },
      { figure: 'freeze to the next owner', measured: Math.round(moves.movedMs), unit: 'ms', target: 6000 },
      zero('forged copies accepted', forgery.copiesAccepted),
      zero(
        'forged messages not kept once',
        forgery.ids.filter((id) => countOf(logged, id) !== 1),
      ),
      zero('lines out of order', disorder(logged)),
      zero('log offsets missing', gaps),
      zero('log ids doubled', doubled),
      zero('feed unlike the log', difference ? 1 : 0),
      zero('false gaps on the feed', feed.problems),
      ...alerts.figures.filter(({ figure }) => ['lost', 'started twice', 'out of order'].includes(figure)),
    ],
  };
}

async function ownerOf(stage: Stage, act: Act): Promise<Owner> {
  const [owner] = await stage.leases(1).owners([act.streamer.id]);
  if (!owner) throw new Error('nobody owns it now');
  return owner;
}

async function freeze(stage: Stage, act: Act, leaseTtlMs: number): Promise<{ movedMs: number }> {
  const before = await ownerOf(stage, act);
  await until('an owner in the logs', () => stage.cluster.ownerOf(act.streamer.id) !== undefined);
  const frozen = stage.cluster.ownerOf(act.streamer.id)!;
  const frozenAt = performance.now();
  process.kill(frozen.pid, 'SIGSTOP');
  try {
    const limit = leaseTtlMs * 4 + 15_000;
    await until('another owner', async () => (await ownerOf(stage, act)).generation > before.generation, limit);
  } finally {
    process.kill(frozen.pid, 'SIGCONT');
  }
  const movedMs = performance.now() - frozenAt;
  await until('the frozen one to let go', () => frozen.log.includes('Let go of a streamer'), 15_000);
  await act.room.waitForClients(1);
  return { movedMs };
}

/** Takes the lease away, appends what is there again, and what the real owner will hear only later. */
async function forge(stage: Stage, act: Act, { leaseTtlMs, forged }: TwoOwnersOptions) {
  const streamerId = act.streamer.id;
  const real = await ownerOf(stage, act);
  const owner = { nodeId: 'forged', generation: real.generation + 1 };
  await stage.leases(leaseTtlMs).acquire(streamerId, owner);
  const opened = await stage.log.open(streamerId, owner);
  if (opened.outcome !== 'opened') throw new Error(`The log answered ${opened.outcome}`);
  const { position } = opened.state;
  const batch = { streamerId, owner, position, day: new Date().toISOString().slice(0, 10) };
  const copies = (await stage.logged(streamerId)).filter(({ event }) => !('streak' in event));
  const again = await stage.log.append({ ...batch, entries: copies.map(({ event }) => ({ event })) });
  const wire = Array.from({ length: forged }, (_, n) => act.room.encode(giftFrom(9000 + n)));
  const events = wire.map(({ msgId }, n) => asAppended(`gift:${act.room.roomId}:${msgId}`, 9000 + n));
  const fresh = await stage.log.append({ ...batch, entries: events.map((event) => ({ event })) });
  if (again.outcome !== 'appended' || fresh.outcome !== 'appended') {
    throw new Error(`The forged owner was told ${again.outcome} and ${fresh.outcome}`);
  }
  return { wire, ids: idsOf(events), copiesAccepted: again.accepted };
}

function asAppended(id: string, sender: number): LiveEvent {
  const name = `Viewer ${sender}`;
  const user = { id: String(sender), handle: `viewer${sender}`, name, moderator: false, subscriber: false };
  return {
    type: 'gift',
    id,
    at: Date.now(),
    receivedAt: Date.now(),
    user: { ...user, follower: false },
    gift: { id: '6369', name: 'Lion', coins: 10 },
    count: 1,
    total: 1,
    coins: 10,
  };
}

/** A numbered line every few milliseconds, with a gift now and then. */
function talker({ room }: Act): { stop(): Promise<void> } {
  const over = new AbortController();
  const talking = (async () => {
    for (let n = 0; !over.signal.aborted; n++) {
      room.send({ type: 'chat', text: `line ${n}` });
      if (n % 40 === 0) room.send(giftFrom(2000 + n));
      await pass(20);
    }
  })();
  return {
    stop: async () => {
      over.abort();
      await talking;
    },
  };
}

/** Until nothing more comes and the feed has all of it. */
async function settled(stage: Stage, act: Act, feed: SocketPage): Promise<void> {
  let last = -1;
  await until('the end of the log', async () => {
    const { offset } = await stage.log.head(act.streamer.id);
    const still = offset === last && feed.position?.offset === offset;
    last = offset;
    if (!still) await pass(300);
    return still;
  });
}

const idsOf = (events: readonly LiveEvent[]) => events.map(({ id }) => id);
const countOf = (logged: readonly Logged[], id: string) => logged.filter((entry) => entry.id === id).length;

function disorder(logged: readonly Logged[]): number {
  const numbers = logged.flatMap(({ event }) => (event.type === 'chat' ? [Number(event.text.slice(5))] : []));
  return numbers.filter((number, at) => at > 0 && number <= numbers[at - 1]!).length;
}
