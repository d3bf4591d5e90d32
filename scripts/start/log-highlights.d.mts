export function highlightOf(line: string): { level: 'warning' | 'error'; text: string } | undefined;
export function createHighlighter(options: {
  show: (text: string) => void;
  now?: () => number;
}): (line: string) => void;
