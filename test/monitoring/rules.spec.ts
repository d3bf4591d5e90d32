import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alertRules, dashboardPanels, labelsIn, metricsIn, monitoringFile } from './support/monitoring-files.js';

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

/** Labels of each metric, as the sources declare them. */
function declaredLabels(): Map<string, string[]> {
  const labels = new Map<string, string[]>();
  for (const file of globSync('{apps,libs}/*/src/**/*.ts')) {
    if (file.endsWith('.spec.ts')) continue;
    const [, ...parts] = readFileSync(file, 'utf8').split(/name: '(?=streamshape_)/);
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
  const expressions = [
    ...dashboardPanels().flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...alertRules().map(({ expr }) => expr),
  ];
  for (const expr of expressions) {
    const used = metricsIn(expr).filter(({ name }) => name.startsWith('streamshape_'));
    const all = used.flatMap(({ name }) => declared.get(name.replace(/_(bucket|sum|count)$/, '')) ?? []);
    for (const label of labelsIn(expr)) expect([...all, ...always], expr).toContain(label);
  }
});
