import { setTimeout as sleep } from 'node:timers/promises';
import { CLOSE_CODES, type ControlState } from '#libs/contracts';
import type { WidgetControls } from '#libs/domain';
import type { PageSocket } from './page-socket.js';
import type { StreamerChannel } from './streamer-channel.js';

/** A push may still be on its way. */
const PATIENCE_MS = 500;

/**
 * Finds commands whose push was lost: a page that did not hear of the last one is sent away, and learns from its next
 * `welcome` what is in force and what was skipped.
 */
export async function recheckControls(
  channel: StreamerChannel,
  controls: Pick<WidgetControls, 'state'>,
): Promise<void> {
  const served = [...channel.pages].filter((page) => page.mode !== 'joining' && page.identity !== undefined);
  const widgetIds = [...new Set(served.map((page) => page.identity!.widget.id))];
  await sleep(PATIENCE_MS, undefined, { ref: false });
  const read = async (id: string) => [id, await controls.state(channel.streamerId, id)] as const;
  const states = new Map(await Promise.all(widgetIds.map(read)));
  if (!served.some((page) => lacks(page, states))) return;
  await sleep(PATIENCE_MS, undefined, { ref: false });
  for (const page of served) {
    if (page.open && lacks(page, states)) page.close(CLOSE_CODES.restart, 'a command was missed');
  }
}

function lacks({ mode, identity, controlSeq }: PageSocket, states: ReadonlyMap<string, ControlState>): boolean {
  return mode !== 'joining' && controlSeq < (states.get(identity!.widget.id)?.seq ?? 0);
}
