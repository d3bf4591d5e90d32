import type { LiveEventOf, StreamerWithKey } from '#libs/contracts';
import type { EventSpec, TikTokSimulator } from '../../../apps/tiktok-simulator/src/index.js';
import type { Cluster } from '../../support/cluster.js';
import { SocketPage } from '../../support/socket-page.js';

const FIRST_SENDER = 1000;

/** A streamer who is live, one page of theirs, and gifts from numbered viewers, each of whom gives once. */
export class Giving {
  sent = 0;
  /** Longest time between the receipt of a gift and its arrival at the page, ms. */
  slowest = 0;
  private seen = 0;

  private constructor(
    readonly streamer: StreamerWithKey,
    readonly room: ReturnType<TikTokSimulator['room']>,
    readonly page: SocketPage,
  ) {
    page.socket.on('message', () => {
      for (const { event } of page.items.slice(this.seen)) {
        this.slowest = Math.max(this.slowest, Date.now() - event.receivedAt);
      }
      this.seen = page.items.length;
    });
  }

  static async start(product: Cluster, handle: string): Promise<Giving> {
    const room = product.simulator.room(handle).goLive();
    const streamer = await product.createStreamer(handle);
    await room.waitForClients(1);
    const page = await SocketPage.join(product.gatewayUrl, { key: streamer.widgetKey, widget: 'gifts' });
    await page.until(() => page.all('welcome')[0]!.source.state === 'live' || page.all('source')[0], 'live');
    return new Giving(streamer, room, page);
  }

  give(): void {
    const id = String(FIRST_SENDER + ++this.sent);
    const lion = { id: 6369, name: 'Lion', diamondCount: 10, type: 2 };
    const user = { id, handle: `viewer${id}`, name: `Viewer ${id}` };
    this.room.send({ type: 'gift', gift: lion, user } satisfies EventSpec);
  }

  /** Gives every few milliseconds until it is told to stop. */
  keepGiving(everyMs: number): { stop(): void } {
    const timer = setInterval(() => this.give(), everyMs);
    return { stop: () => clearInterval(timer) };
  }

  /** Numbers of the gifts on the page, in the order in which they came. */
  get shown(): number[] {
    const gifts = this.page.events.filter((event): event is LiveEventOf<'gift'> => event.type === 'gift');
    return gifts.map((gift) => Number(gift.user.id) - FIRST_SENDER);
  }

  /** Waits until everything sent is on the page; false gaps and anything lost, doubled or out of order, in words. */
  async problems(ms = 20_000): Promise<string[]> {
    await this.page.until(() => this.shown.length >= this.sent, 'the last gift', ms).catch(() => undefined);
    const { shown, sent, streamer } = this;
    const right = shown.length === sent && shown.every((number, index) => number === index + 1);
    return [
      ...this.page.problems,
      ...(right ? [] : [`${streamer.handle}: ${sent} sent, ${shown.length} shown: ${shown.slice(-30).join()}`]),
    ];
  }
}
