import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { csvTable, jsonList } from './tables.js';
import { zipStream, type ZipEntry } from './zip-stream.js';

async function read(chunks: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

it('makes a zip file of texts and files', async () => {
  const picture = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
  const entries: ZipEntry[] = [
    { name: 'a.json', parts: ['{"a":', '"é🌹"}'] },
    { name: 'b/empty.csv', parts: [] },
    { name: 'b/c.png', stored: true, parts: [picture.subarray(0, 40_000), picture.subarray(40_000)] },
  ];
  const files = unzipSync(await read(zipStream(entries)));
  expect(Object.keys(files)).toEqual(['a.json', 'b/empty.csv', 'b/c.png']);
  expect(strFromU8(files['a.json']!)).toBe('{"a":"é🌹"}');
  expect(Buffer.compare(files['b/c.png']!, picture)).toBe(0);
});

it('passes on what goes wrong while it reads', async () => {
  async function* broken() {
    yield 'a';
    throw new Error('gone');
  }
  await expect(read(zipStream([{ name: 'x', parts: broken() }]))).rejects.toThrow('gone');
});

it('writes tables that spreadsheets do not run', async () => {
  const rows = [[{ a: '=1+1', b: 2 }], [{ a: 'x,"y"\n', b: null }]];
  const csv = String(await read(csvTable({ A: ({ a }) => a, B: ({ b }) => b }, rows)));
  expect(csv).toBe(`A,B\r\n'=1+1,2\r\n"x,""y""\n",\r\n`);
  expect(JSON.parse(String(await read(jsonList(rows))))).toEqual(rows.flat());
  expect(JSON.parse(String(await read(jsonList([]))))).toEqual([]);
});
