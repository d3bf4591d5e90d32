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

/**
 * The frames of one pushed batch, each built once for all pages that get the same bytes. A batch without items for a
 * widget has no frame: its pages hear of the offsets with the next one.
 */
export class BatchFrames {
  private readonly frames = new Map<string, Buffer | undefined>();

  constructor(private readonly batch: PushedBatch) {}

  /** `announced` is the `to` of the page's last message. */
  frameFor(widget: WidgetType, announced: number): Buffer | undefined {
    const name = `${widget} ${announced}`;
    if (!this.frames.has(name)) this.frames.set(name, this.build(widget, announced));
    return this.frames.get(name);
  }

  /** For a slow page: alerts alone, and how many events were left out, counting `before` of earlier batches. */
  frameForSlow(widget: WidgetType, announced: number, before: number): { frame: Buffer | undefined; dropped: number } {
    const mine = this.batch.items.filter((item) => typesOf(widget).has(item.type));
    const kept = mine.filter((item) => !isEphemeralEvent(item.type));
    const dropped = before + mine.length - kept.length;
    if (kept.length === 0) return { frame: undefined, dropped };
    const items = kept.map((item) => item.json);
    return { frame: eventsFrame(announced, this.batch.to, items, dropped), dropped: 0 };
  }

  private build(widget: WidgetType, announced: number): Buffer | undefined {
    const types = typesOf(widget);
    const items = this.batch.items.filter((item) => types.has(item.type)).map((item) => item.json);
    return items.length === 0 ? undefined : eventsFrame(announced, this.batch.to, items);
  }
}
