import type { LoggedEvent, Snapshot, StateMessage, Welcome } from '#libs/contracts';
import { previewed } from './preview.js';
import type { Widget } from './widget.js';

/** Some of what the server counted. */
export type Told = { [K in keyof Snapshot]?: Snapshot[K] | undefined };

/** Adds to what the server counted; of a part it is given what it asks for. */
export type Samples = <S extends Told>(state: S) => S;

/** Between the server and the widget: the settings in force, and what the widget gets to see. */
export class WidgetDesk {
  private saved: Record<string, unknown> = {};
  private drafted: Record<string, unknown> | undefined;
  private told: Welcome | undefined;
  private samples: Samples = (state) => state;

  constructor(
    readonly widget: Widget,
    /** The query of the page's address. */
    private readonly search: string,
  ) {}

  get settings(): Record<string, unknown> {
    return previewed(this.drafted ?? this.saved, this.search);
  }

  /** The server's time, ms, as of now by this machine's clock. */
  get skew(): number {
    return this.told?.now === undefined ? 0 : this.told.now - this.heardAt;
  }
  private heardAt = 0;

  welcome(welcome: Welcome): void {
    this.saved = welcome.widget.settings;
    this.told = welcome;
    this.heardAt = Date.now();
    this.widget.settings(this.settings);
    this.widget.welcome?.({ ...welcome, snapshot: this.samples(welcome.snapshot) });
  }

  save(settings: Record<string, unknown>): void {
    this.saved = settings;
    if (this.drafted === undefined) this.widget.settings(this.settings);
  }

  items(items: readonly LoggedEvent[]): void {
    this.widget.items(items);
  }

  snapshot(snapshot: Parameters<NonNullable<Widget['snapshot']>>[0]): void {
    this.keep(snapshot);
    this.widget.snapshot?.(this.samples(snapshot));
  }

  state(state: StateMessage): void {
    this.keep(state);
    this.widget.state?.(this.samples(state));
  }

  /** Of a preview: other settings than the saved ones, until there are none. */
  draft(settings: Record<string, unknown> | undefined): void {
    this.drafted = settings;
    this.widget.settings(this.settings);
  }

  /** Of a preview: what the widget sees from now on, and what it sees at once of what it was told. */
  show(samples: Samples): void {
    this.samples = samples;
    if (!this.told) return;
    const { position, snapshot } = this.told;
    this.widget.snapshot?.({ ...this.samples(snapshot), position, missed: [] });
  }

  private keep(state: Told): void {
    if (this.told) this.told = { ...this.told, snapshot: { ...this.told.snapshot, ...state } as Snapshot };
  }
}
