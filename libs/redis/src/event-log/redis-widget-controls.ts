import { eventTypesOf, isAlertEvent, type ControlState, type WidgetType } from '#libs/contracts';
import type { ControlCommand, ControlledWidget, WidgetControls } from '#libs/domain';
import { isCluster, type RedisConnection } from '../connection.js';
import { streamerBase } from '../keys.js';
import { LuaScript } from '../lua-script.js';
import { MARK_MEMORY_SECONDS } from './redis-alert-marks.js';

const control = new LuaScript(new URL('./control.lua', import.meta.url));

/** What is kept of a widget instance, without the streamer's base. */
export function widgetKeys(widgetId: string): string[] {
  return ['control', 'started', 'shown', 'skipped'].map((kind) => `${kind}:${widgetId}`);
}

type Fields = [paused: string | null, muted: string | null, seq: string | null];

/** Queue control in Redis: a hash for each widget instance, and marks on the alerts that must not come back. */
export class RedisWidgetControls implements WidgetControls {
  private readonly publishCommand: 'PUBLISH' | 'SPUBLISH';

  constructor(private readonly redis: RedisConnection) {
    this.publishCommand = isCluster(redis) ? 'SPUBLISH' : 'PUBLISH';
  }

  async command(streamerId: string, widget: ControlledWidget, command: ControlCommand): Promise<ControlState> {
    const eventId = eventIdOf(command);
    const args = [
      widget.id,
      JSON.stringify(widget.id),
      command.action,
      command.action === 'skip' ? (eventId ?? '') : '',
      (eventId === undefined ? '' : `,"id":${JSON.stringify(eventId)}`) +
        (command.action === 'replay' ? `,"item":${JSON.stringify(command.item)}` : ''),
      alertTypesOf(widget.type),
      MARK_MEMORY_SECONDS,
      this.publishCommand,
    ];
    return parseState((await control.run(this.redis, [streamerBase(streamerId)], args)) as Fields);
  }

  async state(streamerId: string, widgetId: string): Promise<ControlState> {
    const key = `${streamerBase(streamerId)}control:${widgetId}`;
    return parseState((await this.redis.hmget(key, 'paused', 'muted', 'seq')) as Fields);
  }

  async forget(streamerId: string, widgetId: string): Promise<void> {
    const base = streamerBase(streamerId);
    await this.redis.unlink(...widgetKeys(widgetId).map((suffix) => `${base}${suffix}`));
    await this.redis.srem(`${base}controlled`, widgetId);
  }
}

function eventIdOf(command: ControlCommand): string | undefined {
  if (command.action === 'replay') return command.item.event.id;
  return command.action === 'skip' ? command.eventId : undefined;
}

function alertTypesOf(type: WidgetType): string {
  return [...eventTypesOf(type)].filter(isAlertEvent).join(',');
}

function parseState([paused, muted, seq]: Fields): ControlState {
  return { paused: paused === '1', muted: muted === '1', seq: Number(seq ?? 0) };
}
