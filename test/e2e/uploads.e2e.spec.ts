import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadSchema, type StreamerWithKey, type Upload } from '#libs/contracts';
import { Database } from '#libs/persistence';
import { png, wav } from '../../libs/domain/test/upload-files.js';
import { launchChromium } from '../support/chromium.js';
import { Cluster } from '../support/cluster.js';

let folder: string;
let cluster: Cluster;
let browser: Browser;
let streamer: StreamerWithKey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streamshape-uploads-'));
  const environment = { UPLOADS_URL: pathToFileURL(folder).href };
  [cluster, browser] = await Promise.all([Cluster.start({ workers: 1, environment }), launchChromium()]);
  cluster.simulator.room('uploader').goLive();
  streamer = await cluster.createStreamer('uploader');
  await cluster.simulator.room('uploader').waitForClients(1);
});
afterAll(async () => {
  await browser.close();
  await cluster[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function upload(content: Buffer, name: string): Promise<Upload> {
  const answer = await fetch(`${cluster.supervisor.url}/api/v1/streamers/${streamer.id}/uploads?name=${name}`, {
    method: 'POST',
    headers: { ...cluster.operatorHeaders, 'content-type': 'application/octet-stream' },
    body: content,
  });
  expect(answer.status).toBe(201);
  return uploadSchema.parse(await answer.json());
}

/** Saves the settings of a widget as they are stored; routes for that come with accounts. */
async function save(settings: Record<string, unknown>): Promise<void> {
  await using database = new Database({ url: cluster.databaseUrl, poolSize: 1 });
  const work = database.unitOfWork();
  await work.execute(
    `insert into widget (streamer_id, id, type, name, settings, rev) values (?, 'gifts', 'gifts', '', ?::jsonb, 1)
     on conflict (streamer_id, id) do update set settings = excluded.settings, rev = widget.rev + 1`,
    [streamer.id, JSON.stringify(settings)],
  );
  await work.execute('update streamer set rev = rev + 1 where id = ?', [streamer.id]);
  // Any change publishes what gateways are to know.
  expect((await cluster.api('PATCH', `/streamers/${streamer.id}`, { enabled: true })).status).toBe(200);
}

async function openGifts(): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  const asked: string[] = [];
  page.on('response', (response) => {
    if (/\/(uploads|library)\//.test(response.url()))
      asked.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  const connected = page.waitForEvent('websocket');
  await page.goto(`${cluster.gatewayUrl}/${streamer.widgetKey}/gifts`);
  await (await connected).waitForEvent('framereceived');
  await page.mouse.click(5, 5);
  return { page, asked };
}
const give = (name: string, id: string) =>
  cluster.simulator.room('uploader').send({ type: 'gift', gift: 'Galaxy', user: { id, handle: name, name } });
const heard = (page: Page) => page.locator('html').getAttribute('data-sounds');

it("shows and plays a streamer's own picture and sound, and its default once they are gone", async () => {
  const picture = await upload(png({ width: 64, height: 64 }), 'rose.png');
  const sound = await upload(wav({ seconds: 0.3 }), 'ping.wav');
  await save({ image: 'custom', imageUrl: picture.reference, sound: sound.reference, durationMs: 1500, size: 'card' });

  const first = await openGifts();
  give('mia', '7001');
  const image = first.page.locator('.hero img.picture__image');
  await expect
    .poll(() => image.evaluate((node) => (node as unknown as { naturalWidth: number }).naturalWidth), { timeout: 9000 })
    .toBe(64);
  await expect.poll(() => heard(first.page)).toBe('1');
  expect(first.asked.toSorted()).toEqual([`200 /uploads/${picture.id}`, `200 /uploads/${sound.id}`].toSorted());
  await first.page.close();

  for (const { id } of [picture, sound]) {
    expect((await cluster.api('DELETE', `/streamers/${streamer.id}/uploads/${id}`)).status).toBe(204);
  }
  const second = await openGifts();
  give('ben', '7002');
  await second.page.getByText('ben').first().waitFor();
  await expect.poll(() => heard(second.page), { timeout: 9000 }).toBe('1');
  expect(second.asked).toContain(`404 /uploads/${picture.id}`);
  expect(second.asked).toContain('200 /assets/library/sounds/glass-gift-card.wav');
  expect(await second.page.locator('.hero').count()).toBe(1);
  await second.page.close();
});

it('serves files so that nothing in them can run, whole or in part', async () => {
  const { id, bytes } = await upload(wav({ seconds: 0.3 }), 'a.wav');
  const get = async (headers: Record<string, string> = {}, name = id) =>
    await fetch(`${cluster.gatewayUrl}/uploads/${name}`, { headers });
  const whole = await get();
  expect(whole.status).toBe(200);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'audio/wav',
    'content-length': String(bytes),
    'content-disposition': 'attachment; filename="upload.wav"',
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
  });
  const content = Buffer.from(await whole.arrayBuffer());
  const part = await get({ range: 'bytes=10-19' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes}`]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(content.subarray(10, 20));
  expect((await get({ range: `bytes=${bytes}-` })).status).toBe(416);
  expect((await get({ 'if-none-match': `"${id}"` })).status).toBe(304);
  // The type is part of the name: nobody can have it served as another.
  for (const wrong of [id.replace('wav', 'png'), id.replace('wav', 'svg'), `..%2f${id}`, 'x']) {
    const answer = await get({}, wrong);
    expect([answer.status, answer.headers.get('cache-control')], wrong).toEqual([404, 'no-store']);
  }
});
