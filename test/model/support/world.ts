import { EventQueue, type Due } from './event-queue.js';
import { real } from './real-timers.js';

export interface Happening extends Due {
  run(): void;
  cancelled?: true;
}

/** Virtual time and everything that is going to happen in it. */
export class World {
  now = 0;
  /** Things that happened so far. */
  steps = 0;
  private order = 0;
  private readonly queue = new EventQueue<Happening>();
  /** Called after each thing that happened, when all code that it set off has run. */
  onStep: () => void = () => undefined;

  at(time: number, run: () => void): Happening {
    const happening: Happening = { at: Math.max(time, this.now), order: this.order++, run };
    this.queue.add(happening);
    return happening;
  }

  /** Lets time pass until `time`, or until `done` says so. */
  async runUntil(time: number, done: () => boolean = () => false): Promise<void> {
    for (let next = this.queue.peek(); next && next.at <= time; next = this.queue.peek()) {
      this.queue.take();
      if (next.cancelled) continue;
      this.now = next.at;
      next.run();
      await settled();
      this.steps += 1;
      this.onStep();
      if (done()) return;
    }
    this.now = time;
  }
}

/** When everything that waited for a promise has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => real.setImmediate(resolve));
}
