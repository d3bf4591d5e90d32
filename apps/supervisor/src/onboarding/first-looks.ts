import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { SourceStatus } from '#libs/contracts';
import { LOOK_QUEUED, type LeaseStore, type StatusReader, type StreamerRecord } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { NodeCommandSender } from '../operator/node-command-sender.js';
import { RepeatingTask } from '../repeating-task.js';
import { LEASES, STATUS_READER } from '../supervisor.tokens.js';

const TICK_MS = 500;
/** A worker with time to spare has looked by then of its own accord. */
const OWN_ACCORD_MS = 1500;
const GIVEN_UP_MS = 60_000;
/** Many at once are not people who wait in front of a screen. */
const MOST = 20;

interface Expected {
  since: number;
  generation: number;
  ownedAt?: number;
}

/**
 * Somebody who has just named a handle waits in front of a screen: where the shared schedule of looks has no turn for it
 * soon, the first look goes before those that can wait.
 */
@Injectable()
export class FirstLooks implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly expected = new Map<string, Expected>();
  private readonly task: RepeatingTask;

  constructor(
    @Inject(LEASES) private readonly leases: Pick<LeaseStore, 'owners'>,
    @Inject(STATUS_READER) private readonly statuses: Pick<StatusReader, 'statuses'>,
    @Inject(NodeCommandSender) private readonly commands: Pick<NodeCommandSender, 'send'>,
    @Inject(LOGGER) logger: Pick<Logger, 'debug'>,
  ) {
    // The schedule looks anyway, a little later.
    const onError = (err: unknown) => logger.debug({ err }, 'A first look could not be asked for');
    this.task = new RepeatingTask(TICK_MS, () => this.round(Date.now()), onError);
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  /** The streamer is new, or follows another handle now. `now` in ms. */
  expect({ id, broker }: Pick<StreamerRecord, 'id' | 'broker'>, now = Date.now()): void {
    if (this.expected.size < MOST) this.expected.set(id, { since: now, generation: broker.generation });
  }

  /** One look at all who are waited for. */
  async round(now: number): Promise<void> {
    if (this.expected.size === 0) return;
    const ids = [...this.expected.keys()];
    const [owners, statuses] = await Promise.all([this.leases.owners(ids), this.statuses.statuses(ids)]);
    const due: { id: string; nodeId: string }[] = [];
    ids.forEach((id, index) => {
      const wanted = this.expected.get(id)!;
      const owner = owners[index];
      if (hasLooked(statuses[index], wanted.since) || now - wanted.since > GIVEN_UP_MS) this.expected.delete(id);
      else if (!owner || owner.generation < wanted.generation) return;
      else if (now - (wanted.ownedAt ??= now) >= OWN_ACCORD_MS) due.push({ id, nodeId: owner.nodeId });
    });
    for (const { id } of due) this.expected.delete(id);
    await Promise.all(due.map(({ id, nodeId }) => this.commands.send('broker.look', nodeId, { streamerId: id })));
  }
}

/** A status that is newer than the wish tells of the broker that was meant; one that waits for its turn did not look. */
function hasLooked(status: SourceStatus | undefined, since: number): boolean {
  if (status === undefined || status.since < since || status.state === 'connecting') return false;
  return status.reason?.code !== LOOK_QUEUED;
}
