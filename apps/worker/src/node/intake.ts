import type { AssignmentConsumer } from '#libs/domain';

export interface IntakeOptions {
  assignments: Pick<AssignmentConsumer, 'pause' | 'resume'>;
  /** Whether another streamer could be taken now. */
  hasRoom(): boolean;
  onError(error: unknown): void;
}

/** The door for assignments: open while there is room. */
export class Intake {
  private last: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: IntakeOptions) {}

  /** Opens or closes the door as there is room by then, one after another. Never rejects. */
  adjust(): Promise<void> {
    const { assignments, hasRoom, onError } = this.options;
    this.last = this.last
      .then(async () => {
        const closed = !hasRoom();
        if (closed === this.closed) return;
        await (closed ? assignments.pause() : assignments.resume());
        this.closed = closed;
      })
      .catch(onError);
    return this.last;
  }
}
