import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** An encrypted archive: this word, 16 bytes of salt, 12 of nonce, the gzipped tar encrypted, 16 of tag. */
const MAGIC = Buffer.from('SSBACKUP1');
const SALT = 16;
const NONCE = 12;
const TAG = 16;
const HEAD = MAGIC.length + SALT + NONCE;

function keyOf(secret: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(secret, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

/** Takes the bytes of a tar and writes them, gzipped and, with a key, encrypted. */
export class ArchiveWriter {
  private constructor(
    private readonly input: PassThrough,
    private readonly finished: Promise<void>,
  ) {}

  static async create(path: string, secret: string | undefined): Promise<ArchiveWriter> {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    const input = new PassThrough();
    if (secret === undefined) return new ArchiveWriter(input, pipeline(input, createGzip(), file));
    const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
    const cipher = createCipheriv('aes-256-gcm', await keyOf(secret, salt), nonce);
    file.write(Buffer.concat([MAGIC, salt, nonce]));
    const sealed = async () => {
      await pipeline(input, createGzip(), cipher, file, { end: false });
      file.end(cipher.getAuthTag());
      await once(file, 'close');
    };
    return new ArchiveWriter(input, sealed());
  }

  async write(bytes: Buffer): Promise<void> {
    if (!this.input.write(bytes)) await Promise.race([once(this.input, 'drain'), this.finished]);
  }

  async end(): Promise<void> {
    this.input.end();
    await this.finished;
  }

  async abandon(): Promise<void> {
    this.input.destroy(new Error('The backup was given up'));
    await this.finished.catch(() => undefined);
  }
}

/** The bytes of the tar in an archive. Throws where it is damaged, or the key is missing or another one. */
export async function readArchive(path: string, secret: string | undefined): Promise<AsyncIterable<Buffer>> {
  const [head, tag, size] = await edges(path);
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) return flow(createReadStream(path), createGunzip());
  if (secret === undefined)
    throw new Error('The archive is encrypted. Set BACKUP_KEY to the key that it was made with.');
  const salt = head.subarray(MAGIC.length, MAGIC.length + SALT);
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(secret, salt), head.subarray(MAGIC.length + SALT));
  decipher.setAuthTag(tag);
  const body = createReadStream(path, { start: HEAD, end: size - TAG - 1 });
  return flow(body, decipher, createGunzip());
}

async function edges(path: string): Promise<[Buffer, Buffer, number]> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw new Error(`There is no archive that can be read at ${path}`, { cause: error });
  });
  const file = await open(path);
  try {
    const [head, tag] = [Buffer.alloc(HEAD), Buffer.alloc(TAG)];
    await file.read(head, 0, HEAD, 0);
    await file.read(tag, 0, TAG, Math.max(0, size - TAG));
    return [head, tag, size];
  } finally {
    await file.close();
  }
}

/** A failure of any of them fails the reading of the last one. */
function flow(...streams: [Readable, ...NodeJS.ReadWriteStream[]]): AsyncIterable<Buffer> {
  const output = new PassThrough();
  // The reader of the output hears of it.
  void pipeline([...streams, output]).catch(() => undefined);
  return explained(output);
}

async function* explained(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    throw error instanceof Error ? explain(error) : error;
  }
}

function explain(error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  const damaged = code.startsWith('Z_') || /authenticate|unable/i.test(error.message);
  return damaged ? new Error('The archive is damaged, or BACKUP_KEY is another one', { cause: error }) : error;
}
