import type { EventsMessage, LoggedEvent, Position } from '#libs/contracts';

export type Taken = { kind: 'items'; items: readonly LoggedEvent[] } | { kind: 'gap' } | { kind: 'ignored' };

/** Where this page stands in the log, and whether what arrives continues from there. */
export class LogReader {
  private at: Position | undefined;
  private welcomed = false;

  /** For `hello`; absent on the first one. */
  get position(): Position | undefined {
    return this.at;
  }

  /** From here until the next `welcome`, `events` are ignored. */
  helloSent(): void {
    this.welcomed = false;
  }

  moveTo(position: Position): void {
    this.at = { epoch: position.epoch, offset: position.offset };
    this.welcomed = true;
  }

  take(message: EventsMessage): Taken {
    if (!this.welcomed || !this.at) return { kind: 'ignored' };
    if (message.from !== this.at.offset) return { kind: 'gap' };
    this.at = { epoch: this.at.epoch, offset: message.to };
    return { kind: 'items', items: message.items };
  }
}
