import type { SourceFact, TraceContext, Tracer, TraceSpan } from '#libs/domain';

/** The span of one frame, from its arrival to the last fact; one that tells nothing has none. */
export class FrameTrace {
  private span: TraceSpan | undefined;
  private asked = false;
  private facts = 0;
  private readonly types = new Set<string>();

  constructor(
    private readonly tracer: Tracer,
    private readonly messages: number,
    private readonly arrivedAt: number = performance.now(),
  ) {}

  /** What goes with the facts. */
  telling(facts: readonly SourceFact[]): { trace?: TraceContext } {
    if (!this.asked) this.span = this.tracer.start('tiktok frame', { kind: 'consumer', since: this.arrivedAt });
    this.asked = true;
    if (this.span === undefined) return {};
    this.facts += facts.length;
    for (const { type } of facts) this.types.add(type);
    return { trace: this.span.context };
  }

  end(): void {
    this.span?.end({
      attributes: {
        'streamshape.messages': this.messages,
        'streamshape.facts': this.facts,
        'streamshape.event_types': [...this.types],
      },
    });
  }
}
