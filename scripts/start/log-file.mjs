import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

const KEPT_FILES = 3;
const LARGEST_BYTES = 20 * 1024 * 1024;
const POLL_MS = 400;

/**
 * The log of one process. The process writes to the file itself, so a killed starter takes no log away; we follow the
 * file for what deserves a line on the console, and empty it when it has grown too large.
 */
export class LogFile {
  #offset = 0;
  #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(path) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    rotate(path);
    this.fd = openSync(path, 'a+', 0o600);
  }

  follow(onLine) {
    this.onLine = onLine;
    this.timer = setInterval(() => this.poll(), POLL_MS);
    this.timer.unref();
  }

  poll() {
    const { size } = fstatSync(this.fd);
    if (size < this.#offset) this.#offset = 0;
    const buffer = Buffer.alloc(65_536);
    while (this.#offset < size) {
      const count = readSync(this.fd, buffer, 0, buffer.length, this.#offset);
      if (count === 0) break;
      this.#offset += count;
      this.#deliver(this.#decoder.write(buffer.subarray(0, count)));
    }
    if (size > LARGEST_BYTES) {
      copyFileSync(this.path, `${this.path}.1`);
      ftruncateSync(this.fd, 0);
      this.#offset = 0;
    }
  }

  close() {
    clearInterval(this.timer);
    this.poll();
    closeSync(this.fd);
  }

  #deliver(text) {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop().slice(-65_536);
    for (const line of lines) this.onLine?.(line);
  }
}

function rotate(path) {
  for (let number = KEPT_FILES; number >= 1; number--) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    if (existsSync(from)) renameSync(from, `${path}.${number}`);
  }
}
