/** Bounded: a caller gives up after seconds, so nobody repeats what is older. */
const KEPT = 1000;

/**
 * Carries out each id once: a repeat gets the answer to the first one, also while that is under way. An id whose
 * work rejected is forgotten, so that the next repeat tries again.
 */
export class CommandMemory<R> {
  private readonly answers = new Map<string, Promise<R>>();

  async once(id: string, work: () => Promise<R>): Promise<R> {
    const known = this.answers.get(id);
    if (known) return await known;
    const answer = work();
    this.answers.set(id, answer);
    this.forgetOldest();
    try {
      return await answer;
    } catch (error) {
      this.answers.delete(id);
      throw error;
    }
  }

  private forgetOldest(): void {
    if (this.answers.size <= KEPT) return;
    const [oldest] = this.answers.keys();
    if (oldest !== undefined) this.answers.delete(oldest);
  }
}
