import type { ClientMessage } from '#libs/contracts';

type Ack = 'started' | 'shown';

/** Ids in one message: 160 characters each at most, so a message stays below 16 KiB. */
const BATCH = 60;
const MAX_PENDING = 2000;

/** Acknowledgements in order; those made while there is no welcomed socket wait for the next one. */
export class AckOutbox {
  private pending: { event: Ack; id: string }[] = [];
  private ready = false;

  constructor(private readonly send: (message: ClientMessage) => void) {}

  add(event: Ack, ids: readonly string[]): void {
    for (const id of ids) this.pending.push({ event, id });
    if (this.pending.length > MAX_PENDING) this.pending.splice(0, this.pending.length - MAX_PENDING);
    if (this.ready) this.flush();
  }

  hold(): void {
    this.ready = false;
  }

  release(): void {
    this.ready = true;
    this.flush();
  }

  private flush(): void {
    while (this.pending.length > 0) {
      const event = this.pending[0]?.event ?? 'started';
      const other = this.pending.findIndex((ack) => ack.event !== event);
      const count = Math.min(BATCH, other < 0 ? this.pending.length : other);
      const ids = this.pending.splice(0, count).map((ack) => ack.id);
      this.send({ event, data: { ids } });
    }
  }
}
