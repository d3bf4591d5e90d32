import type { CDPSession } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { LiveEvent, WidgetType } from '#libs/contracts';
import { CROWN, ROSE, chat, gift, person } from '../widgets/support/live-events.js';
import { follow, like, share, subscribe } from '../widgets/support/scenes.js';
import { widgetSuite } from '../widgets/support/suite.js';

const SECONDS = Number(process.env['STORM_SECONDS'] ?? 120);
const PER_SECOND = 50;
const TICK_MS = 100;
const WIDGETS: WidgetType[] = ['gifts', 'alerts', 'likes', 'chat', 'feed', 'hearts'];

interface Figures {
  nodes: number;
  heapMb: number;
  taskSeconds: number;
}

/** 50 events a second at every kind of page: nodes, heap and work must stay where they are. */
describe('pages in a storm', () => {
  const suite = widgetSuite();

  it.each(WIDGETS)('%s', async (widget) => {
    const { room } = suite.gateway;
    room.configure(widget, { durationMs: 1000, everyLikes: 20 });
    const page = await suite.open(widget);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const samples: Figures[] = [];
    for (let second = 0; second < SECONDS; second += 1) {
      for (let tick = 0; tick < 1000 / TICK_MS; tick += 1) {
        room.emit(
          ...Array.from({ length: (PER_SECOND * TICK_MS) / 1000 }, (_, index) =>
            somebody(second * 50 + tick * 5 + index),
          ),
        );
        room.log.splice(0, Math.max(0, room.log.length - 500));
        await page.waitForTimeout(TICK_MS);
      }
      if (second % 5 === 4) samples.push(await measure(session));
    }
    const [first, last] = [samples[Math.floor(samples.length / 4)], samples.at(-1)];
    if (!first || !last) throw new Error('the storm was too short to be measured');
    const cpu = (last.taskSeconds - first.taskSeconds) / (5 * (samples.length - 1 - Math.floor(samples.length / 4)));
    const most = Math.max(...samples.map(({ nodes }) => nodes));
    process.stdout.write(
      `  ${widget.padEnd(8)} nodes at most ${most}, heap ${first.heapMb.toFixed(1)} -> ${last.heapMb.toFixed(1)} MB, ` +
        `CPU ${(cpu * 100).toFixed(0)} % of a core over ${SECONDS} s\n`,
    );
    expect(most).toBeLessThan(6000);
    expect(last.heapMb).toBeLessThan(first.heapMb * 1.5 + 4);
    expect(cpu).toBeLessThan(0.9);
  });
});

async function measure(session: CDPSession): Promise<Figures> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { nodes: value('Nodes'), heapMb: value('JSHeapUsedSize') / 1e6, taskSeconds: value('TaskDuration') };
}

function somebody(serial: number): LiveEvent {
  const who = person(`viewer ${serial % 400}`);
  switch (serial % 8) {
    case 0:
      return follow(who);
    case 1:
      return share(who);
    case 2:
      return serial % 5 === 0 ? subscribe(who, 2) : chat(who, `message ${serial} `.repeat((serial % 7) + 1));
    case 3:
    case 4:
      return like(who, 1 + (serial % 15));
    case 5:
      return chat(who, `hello ${serial} 😂`);
    default:
      return gift(who, serial % 40 === 6 ? CROWN : { ...ROSE, name: `Gift ${serial % 9}` });
  }
}
