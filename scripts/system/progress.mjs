const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const HEARTBEAT_MS = 5000;

/**
 * One line per step. On a terminal the running step turns a small wheel and counts seconds; in a log a step that
 * takes longer says so every five seconds.
 */
export function createProgress(stream = process.stdout) {
  const live = stream.isTTY && process.env.TERM !== 'dumb' && !process.env.CI;
  const colour = live && !process.env.NO_COLOR;
  const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  let current;

  const print = (line) => {
    if (live && current) stream.write('\r\u001b[K');
    stream.write(`${line}\n`);
  };

  return {
    bold: (text) => paint(1, text),
    faint: (text) => paint(2, text),
    note: (text) => print(`${paint(36, '•')} ${text}`),
    warn: (text) => print(`${paint(33, '!')} ${text}`),
    text: (text) => print(text),

    /** Runs one step. A text that the work returns becomes the finished line; it may also report a failure that it survives. */
    async step(title, work) {
      const started = Date.now();
      const step = { detail: '', failed: false };
      const seconds = () => ((Date.now() - started) / 1000).toFixed(live ? 0 : 1);
      const describe = () => `${title}${step.detail ? `: ${step.detail}` : ''}`;
      let frame = 0;
      const draw = () => {
        const text = describe().slice(0, Math.max(10, (stream.columns ?? 80) - 12)); // a wrapped line cannot be redrawn
        stream.write(`\r\u001b[K${paint(36, FRAMES[frame++ % FRAMES.length])} ${text} ${paint(2, `${seconds()} s`)}`);
      };
      const beat = () => print(`… ${describe()} (${seconds()} s)`);
      const timer = setInterval(live ? draw : beat, live ? 120 : HEARTBEAT_MS);
      current = step;
      try {
        const result = await work(
          (detail) => (step.detail = detail),
          () => (step.failed = true),
        );
        finish(step.failed ? paint(31, '✗') : paint(32, '✓'), typeof result === 'string' ? result : title);
        return result;
      } catch (error) {
        finish(paint(31, '✗'), title);
        throw error;
      } finally {
        clearInterval(timer);
        current = undefined;
      }

      function finish(mark, text) {
        const elapsed = Date.now() - started;
        print(`${mark} ${text}${elapsed >= 1000 ? paint(2, ` (${(elapsed / 1000).toFixed(1)} s)`) : ''}`);
        current = undefined;
      }
    },
  };
}
