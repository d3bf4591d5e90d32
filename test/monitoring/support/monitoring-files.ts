import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface AlertRule {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook_url: string };
}

export interface Panel {
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { expr: string }[];
}

export function monitoringFile(name: string): string {
  return readFileSync(new URL(`../../../deploy/monitoring/${name}`, import.meta.url), 'utf8');
}

export function alertRules(): AlertRule[] {
  const { groups } = parse(monitoringFile('prometheus-rules.yaml')) as { groups: { rules: AlertRule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export function dashboardPanels(): Panel[] {
  return (JSON.parse(monitoringFile('grafana-dashboard.json')) as { panels: Panel[] }).panels;
}

const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'by', 'without', 'on', 'ignoring', 'inf', 'nan']);

/** Metrics that an expression reads, with the labels that it asks of each. */
export function metricsIn(expr: string): { name: string; labels: string[] }[] {
  const plain = expr
    .replaceAll(/"[^"]*"|'[^']*'/g, '""')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replaceAll(/\[[^\]]*\]|\$\w+/g, ' ');
  const uses = plain.matchAll(/(?<![\w.])([a-zA-Z_:][\w:]*)\s*(\(|\{([^}]*)\})?/g);
  return [...uses]
    .filter(([, name, after]) => after !== '(' && !WORDS.has(name!.toLowerCase()))
    .map(([, name, , filter]) => ({
      name: name!,
      labels: [...(filter ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((match) => match[1]!),
    }));
}

/** Every expression of panels and alarms, with what it stands for. */
export function allExpressions(): (readonly [where: string, expr: string])[] {
  return [
    ...dashboardPanels().flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
    ...alertRules().map(({ alert, expr }) => [alert, expr] as const),
  ];
}

/** What an expression asks for and nobody shows: metrics, and labels of those whose samples were seen. */
export function notShown(expr: string, shown: readonly Shown[]): string[] {
  return metricsIn(expr).flatMap(({ name, labels }) => {
    if (name === 'up') return []; // Prometheus' own
    const holders = shown.filter(({ types }) => familyOf(name, types) !== undefined);
    if (holders.length === 0) return [name];
    const seen = new Set(holders.flatMap(({ labels: known }) => [...(known.get(name) ?? [])]));
    const outside = ['job', 'instance'];
    return seen.size === 0
      ? []
      : labels.filter((label) => !seen.has(label) && !outside.includes(label)).map((label) => `${name}{${label}}`);
  });
}

/** Every label that an expression names: in filters, and to group by. */
export function labelsIn(expr: string): string[] {
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap((match) => match[1]!.split(/\s*,\s*/));
  return [...grouped, ...metricsIn(expr).flatMap(({ labels }) => labels)];
}

/** What one process shows at `/metrics`. */
export interface Shown {
  /** Type by name. */
  types: Map<string, string>;
  help: Map<string, string>;
  /** Labels that were seen, by name of the sample. */
  labels: Map<string, Set<string>>;
}

export function readMetrics(text: string): Shown {
  const shown: Shown = { types: new Map(), help: new Map(), labels: new Map() };
  for (const line of text.split('\n')) {
    const [, kind, name, rest] = /^# (TYPE|HELP) (\S+) ?(.*)$/.exec(line) ?? [];
    if (kind === 'TYPE') shown.types.set(name!, rest!);
    if (kind === 'HELP') shown.help.set(name!, rest!);
    const [, sample, labels] = /^([a-zA-Z_]\w*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (sample === undefined) continue;
    const known = shown.labels.get(sample) ?? new Set();
    for (const match of (labels ?? '').matchAll(/(\w+)="/g)) known.add(match[1]!);
    shown.labels.set(sample, known);
  }
  return shown;
}

/** The name that `# TYPE` has for a sample of a histogram. */
export function familyOf(sample: string, types: ReadonlyMap<string, string>): string | undefined {
  if (types.has(sample)) return sample;
  const family = sample.replace(/_(bucket|sum|count)$/, '');
  return types.get(family) === 'histogram' || types.get(family) === 'summary' ? family : undefined;
}
