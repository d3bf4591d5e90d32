import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const LINE = /^\+(\d+\.\d+) \[\d+ (\S+)\] (.*)$/;
const ARGUMENT = /"((?:[^"\\]|\\.)*)"/g;

/**
 * Tells of every command that one Redis executes, in its order: when (seconds since 1970), what, and from where (`lua`
 * for those of a script). The client library loses its place when commands arrive together with the answer to MONITOR,
 * so this is a socket of its own. Resolves with a way to end it; rejects when Redis refuses.
 */
export async function monitorRedis(
  url: string,
  tell: (seconds: number, args: string[], source: string) => void,
): Promise<() => void> {
  const { hostname, port, password } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  let begun: (answer: string) => void = () => undefined;
  let answers = 0;
  const ready = new Promise<string>((resolve) => (begun = resolve));
  lines.on('line', (line) => {
    const [, seconds, source, rest] = LINE.exec(line) ?? [];
    if (seconds !== undefined)
      tell(
        Number(seconds),
        [...rest!.matchAll(ARGUMENT)].map(([, text]) => text!),
        source!,
      );
    else if (line.startsWith('-') || ++answers === 2) begun(line);
  });
  socket.write(`AUTH ${decodeURIComponent(password)}\r\nMONITOR\r\n`);
  const answer = await Promise.race([ready, once(socket, 'close').then(() => '-closed')]);
  if (answer.startsWith('-')) throw new Error(`Redis does not tell what it executes: ${answer}`);
  return () => socket.destroy();
}
