import type { PushedBatch, Tracer, TraceSpan } from '#libs/domain';

/** Pages whose writes are recorded one by one; the rest is counted. */
const MAX_WRITES = 20;

/** Called when the bytes are with the operating system; never for a socket that is gone before. */
export type Written = (error?: Error | null) => void;

/** The way of one recorded batch through this gateway: its receipt, and the writes to pages as parts of it. */
export class DeliveryTrace {
  private pages = 0;

  private constructor(
    private readonly tracer: Tracer,
    private readonly span: TraceSpan,
  ) {}

  /** `undefined` where the batch is not recorded. */
  static of(tracer: Tracer, streamerId: string, { trace: parent, items }: PushedBatch): DeliveryTrace | undefined {
    if (parent === undefined) return undefined;
    const attributes = { 'streamshape.streamer_id': streamerId, 'streamshape.events': items.length };
    const span = tracer.start('gateway deliver', { parent, kind: 'consumer', attributes });
    return span && new DeliveryTrace(tracer, span);
  }

  /** Another page gets it. */
  write(widget: string): Written | undefined {
    this.pages += 1;
    if (this.pages > MAX_WRITES) return undefined;
    const attributes = { 'streamshape.widget': widget };
    const span = this.tracer.start('socket write', { parent: this.span.context, attributes });
    return (error) => span?.end(error ? { error: error.name } : {});
  }

  end(): void {
    this.span.end({ attributes: { 'streamshape.pages': this.pages } });
  }
}
