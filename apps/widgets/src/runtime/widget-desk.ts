import type {
  ControlMessage,
  LiveEvent,
  LoggedEvent,
  SettingsMessage,
  Snapshot,
  SnapshotMessage,
  StateMessage,
  Welcome,
} from '#libs/contracts';
import { BlockList } from '../../../../libs/contracts/src/block-list.js';
import { previewed } from './preview.js';
import type { Widget } from './widget.js';

/** Some of what the server counted. */
export type Told = { [K in keyof Snapshot]?: Snapshot[K] | undefined };

/** Adds to what the server counted; of a part it is given what it asks for. */
export type Samples = <S extends Told>(state: S) => S;

const NOTHING = { words: [], viewers: [] };

/** Between the server and the widget: the settings in force, and what the widget gets to see. */
export class WidgetDesk {
  private saved: Record<string, unknown> = {};
  private drafted: Record<string, unknown> | undefined;
  private told: Welcome | undefined;
  private heardAt = 0;
  private blocked = new BlockList(NOTHING);
  private samples: Samples = (state) => state;

  constructor(
    readonly widget: Widget,
    /** The query of the page's address. */
    private readonly search: string,
    /** Told of events that the widget does not get to see. */
    private readonly onBlocked: (events: readonly LiveEvent[]) => void,
  ) {}

  get settings(): Record<string, unknown> {
    return previewed(this.drafted ?? this.saved, this.search);
  }

  /** The server's clock is ahead by this much, ms. */
  get skew(): number {
    return this.told?.now === undefined ? 0 : this.told.now - this.heardAt;
  }

  welcome(welcome: Welcome): void {
    this.saved = welcome.widget.settings;
    this.told = welcome;
    this.heardAt = Date.now();
    this.widget.settings(this.settings);
    this.block(welcome.moderation ?? NOTHING);
    const missed = this.wanted(welcome.missed);
    this.widget.welcome?.({ ...welcome, snapshot: this.seen(welcome.snapshot), missed });
  }

  save({ widget, moderation }: SettingsMessage): void {
    this.saved = widget.settings;
    if (this.drafted === undefined) this.widget.settings(this.settings);
    if (!moderation) return;
    this.block(moderation);
    const { leaderboard, latest } = this.told?.snapshot ?? {};
    if (leaderboard && latest) this.widget.state?.(this.seen({ leaderboard, latest }));
  }

  items(items: readonly LoggedEvent[]): void {
    const wanted = this.wanted(items);
    if (wanted.length > 0) this.widget.items(wanted);
  }

  snapshot(snapshot: SnapshotMessage): void {
    this.keep(snapshot);
    this.widget.snapshot?.({ ...this.seen(snapshot), missed: this.wanted(snapshot.missed) });
  }

  state(state: StateMessage): void {
    this.keep(state);
    this.widget.state?.(this.seen(state));
  }

  control(control: ControlMessage): void {
    if (!control.item || !this.blocked.blocks(control.item.event)) this.widget.control?.(control);
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
    this.widget.snapshot?.({ ...this.seen(snapshot), position, missed: [] });
  }

  private keep(state: Told): void {
    if (this.told) this.told = { ...this.told, snapshot: { ...this.told.snapshot, ...state } as Snapshot };
  }

  private block(content: ConstructorParameters<typeof BlockList>[0]): void {
    this.blocked = new BlockList(content);
    this.widget.review?.((event) => !this.blocked.blocks(event));
  }

  private wanted(items: readonly LoggedEvent[]): LoggedEvent[] {
    const out = items.filter(({ event }) => this.blocked.blocks(event));
    if (out.length > 0) this.onBlocked(out.map(({ event }) => event));
    return items.filter((item) => !out.includes(item));
  }

  /** Counts stay what they are; who is blocked has no name in them. */
  private seen<S extends Told>(state: S): S {
    const { recent, leaderboard, latest } = state;
    const unnamed = ({ user }: Snapshot['leaderboard']['session']['coins'][number]): boolean =>
      !this.blocked.blocksViewer(user);
    const ranked = ({ coins, likes }: Snapshot['leaderboard']['session']): Snapshot['leaderboard']['session'] => ({
      coins: coins.filter(unnamed),
      likes: likes.filter(unnamed),
    });
    const named = latest && Object.entries(latest).filter(([, event]) => !event || !this.blocked.blocks(event));
    return this.samples({
      ...state,
      ...(recent ? { recent: recent.filter(({ event }) => !this.blocked.blocks(event)) } : {}),
      ...(leaderboard
        ? { leaderboard: { session: ranked(leaderboard.session), allTime: ranked(leaderboard.allTime) } }
        : {}),
      ...(named ? { latest: Object.fromEntries(named) } : {}),
    });
  }
}
