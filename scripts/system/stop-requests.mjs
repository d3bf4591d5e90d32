const SAME_REQUEST_MS = 700;

/**
 * Turns signals into two steps: stop, and hurry. A Ctrl-C arrives several times (from the terminal and, forwarded, from
 * npm), so what comes within a moment counts as one.
 */
export class StopRequests {
  #stop = new AbortController();
  #hurry = new AbortController();
  #firstAt;

  stopping = this.#stop.signal;
  hurrying = this.#hurry.signal;

  listen() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => this.request());
  }

  request(now = Date.now()) {
    if (this.#firstAt === undefined) {
      this.#firstAt = now;
      this.#stop.abort();
    } else if (now - this.#firstAt > SAME_REQUEST_MS) {
      this.#hurry.abort();
    }
  }
}
