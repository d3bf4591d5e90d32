import { Inject, Injectable } from '@nestjs/common';
import type { RestartAccepted } from '#libs/contracts';
import type { BrokerRecord, BrokerRepository, Owner } from '#libs/domain';
import { LOGGER, type Logger } from '#libs/observability';
import { BROKER_REPOSITORY } from '#libs/persistence';
import { ProblemError } from '../http/problem.js';
import { PlacementActuator } from '../placement/placement-actuator.js';
import { PlacementLoop } from '../placement/placement-loop.js';
import { brokerNotFound } from './broker-not-found.js';
import { NodeCommandSender } from './node-command-sender.js';
import { OperatorLook } from './operator-look.js';

/** A node that hangs is a reason to restart what it runs: it is not waited for longer. */
const FAREWELL_MS = 1500;

/**
 * Restarts a broker by the protocol that moves it: the next generation is claimed, the old one says farewell or is
 * barred, and the new one is given out. Which generation is ended makes a repeat harmless, on every supervisor.
 */
@Injectable()
export class BrokerRestart {
  constructor(
    @Inject(OperatorLook) private readonly look: OperatorLook,
    @Inject(BROKER_REPOSITORY) private readonly brokers: BrokerRepository,
    @Inject(PlacementActuator) private readonly actuator: PlacementActuator,
    @Inject(PlacementLoop) private readonly placement: PlacementLoop,
    @Inject(NodeCommandSender) private readonly commands: NodeCommandSender,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** `generation`: the one to be ended; the present one without it. Throws 404, and 409 when nobody runs it or would. */
  async restart(streamerId: string, generation: number | undefined): Promise<RestartAccepted> {
    const { brokers, owners, nodes } = this.look.latest;
    const broker = brokers.find((one) => one.streamerId === streamerId);
    if (!broker?.streamer) throw brokerNotFound();
    if (generation !== undefined && generation < broker.generation) return unchanged(broker);
    const owner = owners.get(streamerId);
    demandRunning(broker, owner);
    if (nodes.length > 0 && nodes.every((node) => node.draining)) throw nobodyTakesIt();
    // The last look may lag behind the ledger of generations: it is asked for the claim, not trusted with it.
    const from = generation ?? broker.generation;
    const to = from + 1;
    const claim = { streamerId, from, to, cause: 'restart' };
    if (!(await this.brokers.claimGenerations([claim])).has(streamerId)) return await this.explainRefusal(broker, from);
    await this.sayFarewell(streamerId, owner);
    await this.giveOut(broker, from);
    return { streamerId, generation: to, restarted: true };
  }

  /** What is claimed and not given out is given out by the placement loop, when it can. */
  private async giveOut(broker: BrokerRecord, from: number): Promise<void> {
    const { streamerId } = broker;
    try {
      await this.actuator.giveOut({ streamerId, from, generation: from + 1, cause: 'restart' }, broker);
    } catch (err) {
      this.logger.warn({ err, streamerId }, 'A restart waits for Redis');
    }
    this.placement.nudge();
  }

  /** What the old owner has goes to the log first. One that says nothing is barred all the same. */
  private async sayFarewell(streamerId: string, { nodeId, generation }: Owner): Promise<void> {
    try {
      await this.commands.send('broker.restart', nodeId, { streamerId, generation }, FAREWELL_MS);
    } catch (err) {
      this.logger.warn({ err, streamerId, nodeId, generation }, 'A broker is restarted without a farewell of its node');
    }
  }

  private async explainRefusal({ streamerId }: BrokerRecord, from: number): Promise<RestartAccepted> {
    const now = (await this.brokers.list()).find((one) => one.streamerId === streamerId);
    if (!now) throw brokerNotFound();
    if (now.generation > from) return unchanged(now);
    if (now.generation < from)
      throw new ProblemError(409, 'BROKER.NO_SUCH_GENERATION', 'It has no such generation yet');
    throw switchedOff();
  }
}

function demandRunning(broker: BrokerRecord, owner: Owner | undefined): asserts owner is Owner {
  if (!broker.desired) throw switchedOff();
  if (owner) return;
  const detail = 'No node runs it at the moment, so it is being started anyway. Read why it is not live';
  throw new ProblemError(409, 'BROKER.NOT_RUNNING', detail);
}

function nobodyTakesIt(): ProblemError {
  const detail = 'Every worker node is draining, so it would end and not begin again. Resume a node, or start another';
  return new ProblemError(409, 'PLACEMENT.ALL_DRAINING', detail);
}

function switchedOff(): ProblemError {
  return new ProblemError(409, 'BROKER.OFF', 'The streamer is switched off. Switch them on to start the broker');
}

function unchanged({ streamerId, generation }: BrokerRecord): RestartAccepted {
  return { streamerId, generation, restarted: false };
}
