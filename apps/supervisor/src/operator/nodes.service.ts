import { Inject, Injectable } from '@nestjs/common';
import type { NodeList, NodeView } from '#libs/contracts';
import { ProblemError } from '../http/problem.js';
import { PlacementLoop } from '../placement/placement-loop.js';
import { toNodeView } from './broker-view.js';
import { NodeCommandSender, NodeRefusedError, NodeSilentError } from './node-command-sender.js';
import { OperatorLook } from './operator-look.js';

/** Worker nodes, as the operator sees and commands them. */
@Injectable()
export class NodesService {
  constructor(
    @Inject(OperatorLook) private readonly look: OperatorLook,
    @Inject(NodeCommandSender) private readonly commands: NodeCommandSender,
    @Inject(PlacementLoop) private readonly placement: PlacementLoop,
  ) {}

  list(): NodeList {
    const nodes = this.look.latest.nodes.toSorted((one, other) => (one.nodeId < other.nodeId ? -1 : 1));
    return { items: nodes.map(toNodeView), seenAt: this.look.seenAt };
  }

  find(nodeId: string): NodeView {
    const node = this.look.latest.nodes.find((one) => one.nodeId === nodeId);
    if (!node) throw new ProblemError(404, 'NODE.NOT_FOUND', 'No worker node of this name has reported lately');
    return toNodeView(node);
  }

  /** Throws 404 for a node that does not report, and 504 for one that does not answer. */
  async command(command: 'node.drain' | 'node.resume', nodeId: string): Promise<NodeView> {
    this.find(nodeId);
    try {
      const report = await this.commands.send(command, nodeId, {});
      this.placement.nudge();
      return toNodeView(report);
    } catch (error) {
      throw problemOfCommand(error);
    }
  }
}

function problemOfCommand(error: unknown): unknown {
  if (error instanceof NodeSilentError) return new ProblemError(504, error.code, error.message);
  if (error instanceof NodeRefusedError) return new ProblemError(502, error.code, error.message);
  return error;
}
