import { Inject, Injectable } from '@nestjs/common';
import type { RoomReport } from '#libs/contracts';
import type { NodeRegistry } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { NodeCommandSender } from '../operator/node-command-sender.js';
import { NODES } from '../supervisor.tokens.js';

/** What was seen a moment ago is not looked at again. */
const KEPT_MS = 20_000;
const KEPT = 500;
/** A worker answers within seven seconds; one that says nothing for the first of them may be gone. */
const ANSWER_MS = [8000, 5000] as const;

interface Kept {
  until: number;
  report: Promise<RoomReport>;
}

/** Has a worker look whether a handle exists and is live: workers alone talk to TikTok. */
@Injectable()
export class RoomChecker {
  private readonly kept = new Map<string, Kept>();

  constructor(
    @Inject(NODES) private readonly nodes: Pick<NodeRegistry, 'list'>,
    @Inject(NodeCommandSender) private readonly commands: Pick<NodeCommandSender, 'send'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Never rejects: what cannot be found out is unknown. */
  async check(handle: string): Promise<RoomReport> {
    const now = Date.now();
    const known = this.kept.get(handle);
    if (known && known.until > now) return await known.report;
    const report = this.ask(handle);
    this.kept.delete(handle);
    this.kept.set(handle, { until: now + KEPT_MS, report });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    const found = await report;
    // Whoever tries again means it.
    if (found.state === 'unknown' && this.kept.get(handle)?.report === report) this.kept.delete(handle);
    return found;
  }

  private async ask(handle: string): Promise<RoomReport> {
    try {
      const all = await this.nodes.list();
      const taking = all.filter((node) => !node.draining);
      const some = shuffled(taking.length > 0 ? taking : all).slice(0, ANSWER_MS.length);
      for (const [index, { nodeId }] of some.entries()) {
        const report = await this.askOne(nodeId, handle, ANSWER_MS[index]!);
        if (report) return report;
      }
    } catch (err) {
      this.logger.warn({ err, handle }, 'A handle could not be checked');
    }
    return { state: 'unknown', why: 'failed' };
  }

  private async askOne(nodeId: string, handle: string, ms: number): Promise<RoomReport | undefined> {
    try {
      return await this.commands.send('room.check', nodeId, { handle }, ms);
    } catch (err) {
      this.logger.warn({ err, handle, nodeId }, 'A worker did not check a handle');
      return undefined;
    }
  }
}

function shuffled<T>(list: readonly T[]): T[] {
  const keyed = list.map((item) => ({ item, key: Math.random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
