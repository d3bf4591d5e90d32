import { isWidgetType, type WidgetType } from '#libs/contracts';

/** A streamer has as many widgets as are allowed. */
export class TooManyWidgetsError extends Error {
  readonly code = 'WIDGET.TOO_MANY';
  override readonly name = 'TooManyWidgetsError';
}

/** One widget of a streamer. `settings` are overrides: what is not there has its default. */
export interface StoredWidget {
  id: string;
  type: WidgetType;
  /** For the streamer's eyes. */
  name: string;
  settings: Record<string, unknown>;
  /** Rises with each edit and never falls. 0: nobody edited it. */
  rev: number;
}

export type WidgetEdit = Partial<Pick<StoredWidget, 'name' | 'settings'>>;

/** The widget of a kind that every streamer has: its id is its type. `undefined` for an id that is no type. */
export function defaultWidget(id: string): StoredWidget | undefined {
  return isWidgetType(id) ? { id, type: id, name: '', settings: {}, rev: 0 } : undefined;
}

/**
 * Saved widgets. The default of each kind is there without being saved. Each change raises the streamer's revision, so
 * that gateways hear of it. `undefined` stands for: no such streamer, or no such widget.
 */
export interface WidgetRepository {
  /** Saved ones, oldest first. `undefined`: no such streamer. */
  list(streamerId: string): Promise<StoredWidget[] | undefined>;
  /**
   * Saves the default of the kind along with its first other widget. Rejects with TooManyWidgetsError.
   * `unentitled`: so many may be had while no plan is in force; null or nothing: as many as there is room for.
   */
  create(
    streamerId: string,
    widget: Omit<StoredWidget, 'rev'>,
    unentitled?: number | null,
  ): Promise<StoredWidget | undefined>;
  /**
   * Applies `edit` to the widget while nobody else can change it. Without a difference nothing is written and `rev`
   * stays. What `edit` throws is passed on.
   */
  edit(
    streamerId: string,
    widgetId: string,
    edit: (widget: StoredWidget) => WidgetEdit,
  ): Promise<StoredWidget | undefined>;
  /** A default takes its defaults again and stays. */
  remove(streamerId: string, widgetId: string): Promise<'deleted' | 'reset' | undefined>;
}
