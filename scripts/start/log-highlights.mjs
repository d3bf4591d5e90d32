const WINDOW_MS = 10_000;
const LINES_PER_WINDOW = 4;
const LONGEST_TEXT = 200;
const LEVELS = { warn: 40, error: 50, fatal: 60 };

/**
 * The text of a warning or error in a JSON log line.
 * @returns {{ level: 'warning' | 'error', text: string } | undefined}
 */
export function highlightOf(line) {
  if (!line.startsWith('{')) return undefined;
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    return undefined;
  }
  const level = typeof entry.level === 'string' ? (LEVELS[entry.level.toLowerCase()] ?? 0) : entry.level;
  if (!(level >= LEVELS.warn)) return undefined;
  const cause = entry.err?.message;
  const text = [entry.msg, cause && cause !== entry.msg ? cause : undefined].filter(Boolean).join(': ');
  return {
    level: level >= LEVELS.error ? 'error' : 'warning',
    text: text.replaceAll('\n', ' ').slice(0, LONGEST_TEXT),
  };
}

/** Lets a few lines through in each ten seconds and never the same one twice running; says how many it held back. */
export function createHighlighter({ show, now = Date.now }) {
  let windowStart = 0;
  let shown = 0;
  let held = 0;
  let last;
  return (line) => {
    const highlight = highlightOf(line);
    if (!highlight) return;
    if (now() - windowStart > WINDOW_MS) {
      if (held > 0) show(`${held} more warnings or errors are in its log`);
      windowStart = now();
      shown = 0;
      held = 0;
      last = undefined;
    }
    if (shown >= LINES_PER_WINDOW || highlight.text === last) {
      held++;
      return;
    }
    shown++;
    last = highlight.text;
    show(`${highlight.level}: ${highlight.text}`);
  };
}
