import { expect, it, vi } from 'vitest';
import { timerSettingsSchema, widgetViewSchema, type WidgetView } from '#libs/contracts';
import { Cluster } from '../support/cluster.js';
import { SocketPage } from '../support/socket-page.js';

it('open pages follow edits within a second, and close when their widget is deleted', async () => {
  await using cluster = await Cluster.start({ workers: 0 });
  const { id, widgetKey: key } = await cluster.createStreamer('stylish');
  const edit = async (method: string, rest: string, body?: unknown): Promise<WidgetView> => {
    const answer = await cluster.api(method, `/streamers/${id}/widgets${rest}`, body);
    return widgetViewSchema.parse(await answer.json());
  };
  const join = (hello: Record<string, unknown>) => SocketPage.join(cluster.gatewayUrl, { key, ...hello });
  /** Until the page has the settings of that revision, for at most a second. */
  const follows = async (page: SocketPage, { rev, settings }: WidgetView) => {
    const told = () => page.all('settings').find(({ widget }) => widget.rev === rev)?.widget;
    expect((await page.until(told, `revision ${rev}`, 1000)).settings).toEqual(settings);
  };

  const plain = await join({ widget: 'gifts' });
  const second = await edit('POST', '', { type: 'gifts', settings: { durationMs: 2000 } });
  const named = await join({ widget: 'gifts', id: second.id });
  expect(named.all('welcome')[0]?.widget.settings['durationMs']).toBe(2000);
  await follows(plain, await edit('PATCH', '/gifts', { settings: { message: '<b>hi</b> {name}', theme: 'arena' } }));
  await follows(named, await edit('PATCH', `/${second.id}`, { settings: { durationMs: null, volume: 3 } }));
  await follows(plain, await edit('POST', '/gifts/reset'));
  expect(plain.all('settings').every(({ widget }) => widget.id === 'gifts')).toBe(true);
  // The link in OBS shows what it showed before there was another one.
  expect((await join({ widget: 'gifts' })).all('welcome')[0]?.widget.id).toBe('gifts');

  const clock = await join({ widget: 'timer' });
  expect(clock.all('welcome')[0]?.snapshot.timer).toEqual({ running: false });
  // Totals are known as soon as the supervisor has added what came before.
  const started = await vi.waitFor(() => edit('POST', '/timer/timer', { action: 'start' }), 15_000);
  await follows(clock, started);
  const { startedAt, initialSeconds } = timerSettingsSchema.parse(started.settings);
  const timer = await clock.until(() => clock.all('state').find((state) => state.timer?.running)?.timer, 'timer');
  expect(timer).toEqual({ running: true, endsAt: startedAt + initialSeconds * 1000 });

  await cluster.api('DELETE', `/streamers/${id}/widgets/${second.id}`);
  expect(await named.closed()).toBe(4404);
  expect(plain.closeCode).toBeUndefined();
  for (const page of [plain, clock]) page.close();
});
