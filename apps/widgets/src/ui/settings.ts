/** Reads settings that a gateway of another version may have written: wrong or missing values become the default. */
export class SettingsReader {
  constructor(private readonly settings: Record<string, unknown>) {}

  number(name: string, fallback: number, min: number, max: number): number {
    const value = this.settings[name];
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.settings[name];
    return typeof value === 'boolean' ? value : fallback;
  }

  text(name: string, fallback: string, maxLength: number): string {
    const value = this.settings[name];
    return typeof value === 'string' ? value.slice(0, maxLength) : fallback;
  }

  /** A plain lower-case word. */
  word(name: string, fallback: string): string {
    const value = this.settings[name];
    return typeof value === 'string' && /^[a-z-]{1,32}$/.test(value) ? value : fallback;
  }

  /** A picture or sound of the streamer's: an address, or `kind:name`. */
  reference(name: string, fallback: string): string {
    const value = this.settings[name];
    return typeof value === 'string' && value.length <= 2048 ? value : fallback;
  }

  list(name: string): unknown[] {
    const value = this.settings[name];
    return Array.isArray(value) ? value : [];
  }

  choice<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    return choices.find((choice) => choice === this.settings[name]) ?? fallback;
  }

  colour(name: string, fallback: string): string {
    const value = this.settings[name];
    return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : fallback;
  }
}
