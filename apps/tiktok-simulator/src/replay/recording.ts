import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** One recorded message, as in test/fixtures/tiktok/webcast-messages.jsonl. */
export const recordedMessageSchema = z.object({
  method: z.string().min(1),
  msgId: z.union([z.string(), z.number()]).transform(String),
  createTime: z.number().default(0),
  payload: z.base64(),
});

/** Reads a JSON lines recording. Throws with the line number on a bad line. */
export async function readRecording(path: string): Promise<z.infer<typeof recordedMessageSchema>[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = recordedMessageSchema.safeParse(parseJson(line, path, index));
    if (!parsed.success) throw new TypeError(`${path}:${index + 1}: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}

function parseJson(line: string, path: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new TypeError(`${path}:${index + 1}: not a JSON line`, { cause });
  }
}
