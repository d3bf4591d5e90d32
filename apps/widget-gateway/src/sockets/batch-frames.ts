import { eventTypesOf, isEphemeralEvent, type WidgetType } from '#libs/contracts';
import type { PushedBatch } from '#libs/domain';
import { eventsFrame } from './frames.js';

const TYPES = new Map<WidgetType, ReturnType<typeof eventTypesOf>>();

function typesOf(widget: WidgetType) {
  let types = TYPES.get(widget);
  if (types === undefined) {
    types = eventTypesOf(widget);
    TYPES.set(widget, types);
  }
  return types;
}

/** What a page gets of a batch, and how many events it has not been told of that were left out. */
export interface PageFrame {
  frame: Buffer | undefined;
  dropped: number;
}

/**
 * The frames of one pushed batch, each built once for all pages that get the same bytes. A batch without items for a
 * widget has no frame: its pages hear of the offsets, and of what was left out, with the next one.
 */
export class BatchFrames {
  private readonly whole = new Map<string, PageFrame>();
  private readonly lean = new Map<string, PageFrame>();

  constructor(private readonly batch: PushedBatch) {}

  /** `announced` is the `to` of the page's last message; `dropped` what was left out since. */
  frameFor(widget: WidgetType, announced: number, dropped: number): PageFrame {
    return built(this.whole, `${widget} ${announced} ${dropped}`, () => {
      const items = this.itemsOf(widget);
      return this.frameOf(items, announced, dropped);
    });
  }

  /** For a page that cannot take everything: alerts alone. */
  alertsFor(widget: WidgetType, announced: number, dropped: number): PageFrame {
    return built(this.lean, `${widget} ${announced} ${dropped}`, () => {
      const items = this.itemsOf(widget);
      const kept = items.filter((item) => !isEphemeralEvent(item.type));
      return this.frameOf(kept, announced, dropped + items.length - kept.length);
    });
  }

  private itemsOf(widget: WidgetType): PushedBatch['items'] {
    const types = typesOf(widget);
    return this.batch.items.filter((item) => types.has(item.type));
  }

  private frameOf(items: PushedBatch['items'], announced: number, dropped: number): PageFrame {
    if (items.length === 0) return { frame: undefined, dropped };
    const texts = items.map((item) => item.json);
    return { frame: eventsFrame(announced, this.batch.to, texts, dropped), dropped: 0 };
  }
}

function built(frames: Map<string, PageFrame>, name: string, build: () => PageFrame): PageFrame {
  let frame = frames.get(name);
  if (frame === undefined) frames.set(name, (frame = build()));
  return frame;
}
