import type { Position, SourceStatus } from '#libs/contracts';
import type {
  AppendBatch,
  AppendResult,
  EventLogWriter,
  LogResumption,
  OpenResult,
  Owner,
  Tracer,
  TraceSpan,
} from '#libs/domain';

/**
 * Records the appends of recorded frames. The span is part of the first frame's trace and linked to the others: one
 * append carries what came while the one before was under way.
 */
export class TracedEventLog implements EventLogWriter {
  constructor(
    private readonly log: EventLogWriter,
    private readonly tracer: Tracer,
  ) {}

  async append(batch: AppendBatch): Promise<AppendResult> {
    const span = this.spanOf(batch);
    if (span === undefined) return await this.log.append(batch);
    try {
      const result = await this.log.append({ ...batch, trace: span.context });
      const { outcome } = result;
      const accepted = outcome === 'appended' ? { 'streamshape.accepted': result.accepted } : {};
      span.end({ attributes: { 'streamshape.outcome': outcome, ...accepted } });
      return result;
    } catch (error) {
      span.end({ error: error instanceof Error ? error.name : 'Error' });
      throw error;
    }
  }

  async open(streamerId: string, owner: Owner): Promise<OpenResult> {
    return await this.log.open(streamerId, owner);
  }

  async renewEpoch(streamerId: string, owner: Owner, lost: Position, resumption: LogResumption): Promise<AppendResult> {
    return await this.log.renewEpoch(streamerId, owner, lost, resumption);
  }

  async reportStatus(streamerId: string, generation: number, status: SourceStatus): Promise<void> {
    await this.log.reportStatus(streamerId, generation, status);
  }

  private spanOf({ streamerId, owner, entries }: AppendBatch): TraceSpan | undefined {
    const [parent, ...links] = new Set(entries.flatMap(({ trace }) => trace ?? []));
    if (parent === undefined) return undefined;
    return this.tracer.start('event log append', {
      ...{ parent, links, kind: 'producer' },
      attributes: {
        'streamshape.streamer_id': streamerId,
        'streamshape.generation': owner.generation,
        'streamshape.events': entries.length,
        'streamshape.event_types': [...new Set(entries.map(({ event }) => event.type))],
      },
    });
  }
}
