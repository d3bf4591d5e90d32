import type { ControlMessage, ControlState } from '#libs/contracts';

/** Commands arrive at least once; this lets each through once. */
export class Controls {
  private seq = 0;

  /** The state of a `welcome` stands for every command up to its `seq`. */
  adopt(state: ControlState): void {
    this.seq = state.seq;
  }

  isNew(message: ControlMessage): boolean {
    if (message.seq <= this.seq) return false;
    this.seq = message.seq;
    return true;
  }
}
