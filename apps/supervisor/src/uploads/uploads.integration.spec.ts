import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemSchema, streamerWithKeySchema, uploadListSchema, uploadSchema } from '#libs/contracts';
import { FolderUploadStore } from '#libs/uploads';
import { newUploadId } from '../../../../libs/domain/test/upload-store.contract.js';
import { png, PNG_HEAD, wav } from '../../../../libs/domain/test/upload-files.js';
import { testEnvironment } from '../../../../test/support/services/test-environment.js';
import { TestRedis } from '../../../../test/support/services/test-redis.js';
import { OPERATOR_TOKEN, TestSupervisor } from '../../test/test-supervisor.js';
import { UploadSweep } from './upload-sweep.js';

const LIMITS = { UPLOAD_MAX_BYTES: '20000', UPLOAD_QUOTA_BYTES: '30000', UPLOAD_QUOTA_COUNT: '5' };
let redis: TestRedis;
let supervisor: TestSupervisor;
let folder: string;
let streamerId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streamshape-uploads-'));
  redis = await TestRedis.start();
  const services = { postgresUrl: testEnvironment.databaseUrl(), redisUrl: redis.url };
  supervisor = await TestSupervisor.start(services, { UPLOADS_URL: pathToFileURL(folder).href, ...LIMITS });
  streamerId = await newStreamer('uploads');
});
afterAll(async () => {
  await supervisor[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const call = async (method: string, path: string, body?: unknown) =>
  await supervisor.call(method, `/api/v1/streamers${path}`, body);
async function newStreamer(handle: string): Promise<string> {
  return streamerWithKeySchema.parse(await (await call('POST', '', { handle })).json()).id;
}
const send = async (
  body: NonNullable<RequestInit['body']>,
  { id = streamerId, name = 'rose.png', type = 'application/octet-stream' } = {},
) =>
  await fetch(`${supervisor.url}/api/v1/streamers/${id}/uploads?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, ...(type ? { 'content-type': type } : {}) },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
const codeOf = async (answer: Response) => problemSchema.parse(await answer.json()).code;
const listed = async (id = streamerId) => uploadListSchema.parse(await (await call('GET', `/${id}/uploads`)).json());
async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

it('takes pictures and sounds by their content, whatever they are said to be, and forgets them', async () => {
  const answer = await send(png({ width: 8, height: 6 }), { name: '../../my <rose>.exe', type: 'text/html' });
  expect(answer.status).toBe(201);
  const picture = uploadSchema.parse(await answer.json());
  expect(picture).toMatchObject({ kind: 'image', type: 'png', name: 'my rose.exe', width: 8, height: 6, frames: 1 });
  expect(picture.reference).toBe(`upload:${picture.id}`);
  expect(picture.url).toMatch(new RegExp(`/uploads/${picture.id}$`));
  const sound = uploadSchema.parse(await (await send(wav({ seconds: 0.5 }), { name: 'a.wav', type: '' })).json());
  expect(sound).toMatchObject({ kind: 'sound', type: 'wav', durationMs: 500 });

  const { items, used, quota } = await listed();
  expect(items.map(({ id }) => id).toSorted()).toEqual([picture.id, sound.id].toSorted());
  expect(used).toEqual({ bytes: picture.bytes + sound.bytes, count: 2 });
  expect(quota).toEqual({ bytes: 30_000, count: 5 });
  expect((await files()).toSorted()).toEqual([picture.id, sound.id].toSorted());

  const other = await newStreamer('somebody');
  expect((await call('DELETE', `/${other}/uploads/${sound.id}`)).status).toBe(404);
  expect((await listed(other)).items).toEqual([]);
  expect((await call('DELETE', `/${streamerId}/uploads/${sound.id}`)).status).toBe(204);
  expect((await call('DELETE', `/${streamerId}/uploads/${sound.id}`)).status).toBe(404);
  expect(await files()).toEqual([picture.id]);
  await call('DELETE', `/${streamerId}/uploads/${picture.id}`);
});

it('refuses what is nothing of the kind, and keeps nothing of it', async () => {
  const before = await files();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const refusals: [NonNullable<RequestInit['body']>, number, string][] = [
    [svg, 415, 'UPLOAD.SVG'],
    ['hello', 415, 'UPLOAD.TYPE_UNKNOWN'],
    [Buffer.concat([PNG_HEAD, Buffer.from(svg.repeat(9))]), 422, 'UPLOAD.BROKEN'],
    [png().subarray(0, 60), 422, 'UPLOAD.BROKEN'],
    [png({ says: [60_000, 60_000] }), 422, 'UPLOAD.PICTURE_TOO_LARGE'],
    [wav({ seconds: 1.3 }), 413, 'UPLOAD.TOO_LARGE'],
    [endless(), 413, 'UPLOAD.TOO_LARGE'],
  ];
  for (const [body, status, code] of refusals) {
    const answer = await send(body);
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
  }
  expect((await send('{"a":1}', { type: 'application/json' })).status).toBe(415);
  expect((await send(png(), { id: randomUUID() })).status).toBe(404);
  const stranger = await fetch(`${supervisor.url}/api/v1/streamers/${streamerId}/uploads`, {
    method: 'POST',
    body: 'x',
  });
  expect(stranger.status).toBe(401);
  const elsewhere = await fetch(`${supervisor.url}/api/v1/streamers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'image/png' },
    body: png(),
  });
  expect(elsewhere.status).toBe(415);
  expect(await files()).toEqual(before);
});

/** Says no length, and would never stop. */
function endless(): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4096)) });
}

it('keeps to the quota, also where several come at once', async () => {
  const id = await newStreamer('greedy');
  const one = wav({ seconds: 0.5 });
  const answers = await Promise.all(Array.from({ length: 4 }, () => send(one, { id })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(3);
  expect(statuses.filter((status) => status === 409)).toHaveLength(1);
  expect((await listed(id)).used).toEqual({ bytes: one.length * 3, count: 3 });
  for (let more = 0; more < 2; more++) await send(png(), { id });
  expect(await codeOf(await send(png(), { id }))).toBe('UPLOAD.QUOTA');
  expect(await files()).toHaveLength(5);

  expect((await call('DELETE', `/${id}`)).status).toBe(204);
  expect(await files()).toEqual([]);
});

it('removes files that no row names, once they are old', async () => {
  const kept = uploadSchema.parse(await (await send(png())).json());
  const lost = newUploadId();
  await new FolderUploadStore(pathToFileURL(folder)).write(lost, png());
  const sweep = supervisor.app.get(UploadSweep);
  expect(await sweep.sweep(60_000)).toBe(0);
  for (const id of [kept.id, lost]) await utimes(join(folder, id.slice(0, 2), id), 1, 1);
  expect(await sweep.sweep(60_000)).toBe(1);
  expect(await files()).toEqual([kept.id]);
});
