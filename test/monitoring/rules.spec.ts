import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  alertRules,
  allExpressions,
  dashboardPanels,
  labelsIn,
  metricsIn,
  monitoringFile,
} from './support/monitoring-files.js';

const runbooks = readFileSync(new URL('../../docs/runbooks.md', import.meta.url), 'utf8');
const sections = [...runbooks.matchAll(/^### (.+)$/gm)].map((match) => match[1]!);

describe('alert rules', () => {
  it('say what is the matter, how bad it is, and what to do', () => {
    const rules = alertRules();
    expect(rules.length).toBeGreaterThan(15);
    for (const { alert, annotations, labels, for: lasting } of rules) {
      expect(['critical', 'warning'], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toMatch(/\w{3}/);
      expect(lasting, alert).toMatch(/^\d+[sm]$/);
      expect(annotations.runbook_url, alert).toMatch(new RegExp(`/docs/runbooks\\.md#${alert.toLowerCase()}$`));
    }
  });

  it('have a runbook each, and no runbook is without its alarm', () => {
    const declared = JSON.parse(monitoringFile('betterstack.json')) as Record<
      'monitors' | 'heartbeats',
      { name: string }[]
    >;
    const outside = [...declared.monitors, ...declared.heartbeats].map(({ name }) => name);
    expect(sections.toSorted()).toEqual([...alertRules().map(({ alert }) => alert), ...outside].toSorted());
  });

  it('tell of messages of Stripe that are refused, when they are most of what comes', () => {
    const rule = alertRules().find(({ expr }) => expr.includes('streamshape_stripe_webhooks_total'));
    expect(rule?.expr).toContain('{arrival="refused"}[30m])) > 2');
    expect(rule?.expr).toContain('>= 0.5 * sum by (instance) (increase(streamshape_stripe_webhooks_total[30m]))');
  });

  it('are YAML that Prometheus takes: groups of rules with known fields alone', () => {
    const { groups } = parse(monitoringFile('prometheus-rules.yaml')) as { groups: { rules: object[] }[] };
    const fields = new Set(groups.flatMap(({ rules }) => rules.flatMap((rule) => Object.keys(rule))));
    expect([...fields].toSorted()).toEqual(['alert', 'annotations', 'expr', 'for', 'labels']);
  });
});

describe('the dashboard', () => {
  it('has panels with a title and a query each, beside each other', () => {
    const panels = dashboardPanels();
    expect(panels.length).toBeGreaterThan(15);
    const places = new Set(panels.map(({ gridPos }) => `${gridPos.x} ${gridPos.y}`));
    expect(places.size).toBe(panels.length);
    for (const { title, targets, gridPos } of panels) {
      expect(targets.length, title).toBeGreaterThan(0);
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    }
  });
});

function sources(): string[] {
  const files = globSync('{apps,libs}/*/src/**/*.ts').filter((file) => !file.endsWith('.spec.ts'));
  return files.map((file) => readFileSync(file, 'utf8'));
}

/** Labels of each metric, as the sources declare them. */
function declaredLabels(): Map<string, string[]> {
  const labels = new Map<string, string[]>();
  for (const text of sources()) {
    const [, ...parts] = text.split(/name: '(?=streamshape_)/);
    for (const part of parts) {
      const name = /^\w+/.exec(part)![0];
      const list = /labelNames: \[([^\]]*)\]/.exec(part)?.[1] ?? '';
      labels.set(name, [...(labels.get(name) ?? []), ...[...list.matchAll(/'(\w+)'/g)].map((match) => match[1]!)]);
    }
  }
  return labels;
}

it('panels and alarms ask for labels that their metrics have', () => {
  const declared = declaredLabels();
  const always = ['role', 'node', 'instance', 'job', 'le'];
  for (const [, expr] of allExpressions()) {
    const used = metricsIn(expr).filter(({ name }) => name.startsWith('streamshape_'));
    const all = used.flatMap(({ name }) => declared.get(name.replace(/_(bucket|sum|count)$/, '')) ?? []);
    for (const label of labelsIn(expr)) expect([...all, ...always], expr).toContain(label);
  }
});

it('panels and alarms ask for metrics that are declared in the sources, or that Node and Prometheus bring', () => {
  const declared = new Set(
    sources().flatMap((text) => [...text.matchAll(/'(streamshape_\w+)'/g)].map(([, name]) => name!)),
  );
  const unknown = (expr: string) =>
    metricsIn(expr)
      .map(({ name }) => name)
      .filter((name) => !/^(up$|nodejs_|process_)/.test(name))
      .filter((name) => !declared.has(name) && !declared.has(name.replace(/_(bucket|sum|count)$/, '')));
  for (const [where, expr] of allExpressions()) expect(unknown(expr), where).toEqual([]);
  expect(unknown('sum(rate(invented_total{a="b"}[5m])) by (c) / on(node) streamshape_brokers > bool 0.5')).toEqual([
    'invented_total',
  ]);
});

it('the metrics of an expression are found, and nothing else is taken for one', () => {
  const expr = `histogram_quantile(0.99, sum by (le, role) (rate(a_seconds_bucket{role=~"x|y"}[5m]))) > 1e3 and on (node) up{job="z"} == 0 or absent(b:c_total offset 5m)`;
  expect(metricsIn(expr)).toEqual([
    { name: 'a_seconds_bucket', labels: ['role'] },
    { name: 'up', labels: ['job'] },
    { name: 'b:c_total', labels: [] },
  ]);
});
