/** A set that forgets its oldest members. */
export class BoundedSet<T> {
  private readonly members = new Set<T>();

  constructor(private readonly limit: number) {}

  has(member: T): boolean {
    return this.members.has(member);
  }

  /** False when it was there already. */
  add(member: T): boolean {
    if (this.members.has(member)) return false;
    this.members.add(member);
    for (const oldest of this.members) {
      if (this.members.size <= this.limit) break;
      this.members.delete(oldest);
    }
    return true;
  }

  get size(): number {
    return this.members.size;
  }
}
