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

/** Metrics that an expression reads, with the labels that it asks of each. */
export function metricsIn(expr: string): { name: string; labels: string[] }[] {
  const uses = expr.matchAll(/\b((?:streamshape|nodejs|process)_\w+)(?:\{([^}]*)\})?/g);
  return [...uses].map(([, name, filter]) => ({
    name: name!,
    labels: [...(filter ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((match) => match[1]!),
  }));
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
