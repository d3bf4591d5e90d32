/** Just enough of the tar format (ustar) for archives that any tar can list and unpack. */
const BLOCK = 512;
const MAX_NAME = 100;
const ZEROS = Buffer.alloc(BLOCK);

export interface TarEntry {
  name: string;
  content: Buffer;
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > MAX_NAME) throw new RangeError(`The name is too long for an archive: ${name}`);
  header.write(name, 0, 'utf8');
  header.write(octal(0o600, 8), 100);
  for (const at of [108, 116]) header.write(octal(0, 8), at);
  header.write(octal(size, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** The bytes of one entry. */
export function tarEntry({ name, content }: TarEntry): Buffer {
  const rest = content.length % BLOCK;
  return Buffer.concat([headerOf(name, content.length), content, rest === 0 ? Buffer.alloc(0) : ZEROS.subarray(rest)]);
}

/** What stands at the end of an archive. */
export const TAR_END = Buffer.alloc(BLOCK * 2);

/** Reads entries one after another; holds one of them in memory. Throws where it is cut off or not a tar at all. */
export async function* readTar(stream: AsyncIterable<Buffer>, maxEntryBytes: number): AsyncGenerator<TarEntry> {
  const source = new ByteSource(stream);
  for (;;) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) return await source.drain();
    const [name, size] = parseHeader(header);
    if (size > maxEntryBytes) throw new Error(`The entry ${name} is larger than any that was ever written`);
    const content = await source.take(size);
    await source.take((BLOCK - (size % BLOCK)) % BLOCK);
    yield { name, content };
  }
}

function parseHeader(header: Buffer): [string, number] {
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).split('\0', 1)[0]!;
  const stored = Number.parseInt(text(148, 8).trim(), 8);
  const blank = Buffer.from(header);
  blank.fill(' ', 148, 156);
  if (text(257, 5) !== 'ustar' || blank.reduce((total, byte) => total + byte, 0) !== stored) {
    throw new Error('This is not an archive of StreamShape, or it is damaged');
  }
  return [text(0, MAX_NAME), Number.parseInt(text(124, 12).trim(), 8)];
}

/** Bytes in the amounts that are asked for. */
class ByteSource {
  private readonly iterator: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.iterator = stream[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const parts = [this.held];
    let total = this.held.length;
    while (total < length) {
      const next = await this.iterator.next();
      if (next.done === true) throw new Error('The archive ends too early: it was cut off');
      parts.push(next.value);
      total += next.value.length;
    }
    const all = parts.length === 1 ? this.held : Buffer.concat(parts, total);
    this.held = all.subarray(length);
    return all.subarray(0, length);
  }

  /** To the end, so that what stands there (a checksum, a signature) is looked at too. */
  async drain(): Promise<void> {
    while ((await this.iterator.next()).done !== true) this.held = ZEROS;
  }
}
