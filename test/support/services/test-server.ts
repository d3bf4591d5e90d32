import { rmSync } from 'node:fs';

/** What an embedded server gives whoever started it. */
interface Running {
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** A server of one test's own, which it may stop, kill and start again on the same port and data. */
export abstract class TestServer implements AsyncDisposable {
  protected constructor(
    private readonly dataDir: string,
    private server: Running,
    private readonly launch: (port: number) => Promise<Running>,
  ) {}

  get url(): string {
    return this.server.url;
  }

  get port(): number {
    return this.server.port;
  }

  get pid(): number {
    return this.server.pid;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** SIGKILL, as when the machine takes it away. */
  async kill(): Promise<void> {
    process.kill(this.server.pid, 'SIGKILL');
    await this.server.stop();
  }

  /** Starts it again with what it had written. */
  async restart(): Promise<void> {
    await this.server.stop();
    this.server = await this.launch(this.server.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
