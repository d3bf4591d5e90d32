import { createServer, type Server, type Socket } from 'node:net';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and body as they came. */
  raw: string;
}

/** A mail server that keeps what it is given: as much of SMTP as a client needs, over a real socket. */
export class SmtpServer implements AsyncDisposable {
  readonly mails: ReceivedMail[] = [];
  /** Answers to the recipient of the next mails, instead of yes. */
  readonly refusals: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<SmtpServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const started = new SmtpServer(server, `smtp://127.0.0.1:${port}`);
    server.on('connection', (socket) => started.serve(socket));
    return started;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    let mail: ReceivedMail = { from: '', to: [], raw: '' };
    let inData = false;
    let rest = '';
    const finish = () => {
      inData = false;
      this.mails.push(mail);
      mail = { from: '', to: [], raw: '' };
      say('250 kept');
    };
    const line = (text: string) => {
      if (inData) {
        if (text === '.') return finish();
        mail.raw += `${text.startsWith('..') ? text.slice(1) : text}\r\n`;
        return;
      }
      const [, verb = '', argument = ''] = /^(\w+)\s*(.*)$/.exec(text) ?? [];
      const address = /<([^>]*)>/.exec(argument)?.[1] ?? '';
      switch (verb.toUpperCase()) {
        case 'EHLO':
        case 'HELO':
          return say('250 test.invalid');
        case 'MAIL':
          mail.from = address;
          return say('250 ok');
        case 'RCPT': {
          const refusal = this.refusals.shift();
          if (refusal === undefined) mail.to.push(address);
          return say(refusal ?? '250 ok');
        }
        case 'DATA':
          inData = true;
          return say('354 go on');
        case 'QUIT':
          say('221 bye');
          return socket.end();
        default:
          return say('250 ok');
      }
    };
    say('220 test.invalid');
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const text of lines) line(text);
    });
  }
}

/** The plain text of a mail. */
export function textOf({ raw }: ReceivedMail): string {
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw)?.[1] ?? raw;
  if (/Content-Transfer-Encoding: base64/i.test(raw.slice(0, raw.indexOf(part)).split('text/plain').at(-1) ?? '')) {
    return Buffer.from(part, 'base64').toString('utf8');
  }
  return part
    .replaceAll('=\r\n', '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'));
}
