import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '#config';
import { unknownFields, wrongValues } from './support/kubernetes-schemas.js';
import { everyNamed, kustomizations, manifests, read, type Manifest } from './support/manifests.js';

const all = manifests();
const PORTS = { supervisor: 3000, gateway: 3001, worker: 3002 } as const;
/** Made by hand, as docs/cluster.md says: they are no part of the repository. */
const SECRETS = [...read('docs/cluster.md').matchAll(/create secret generic (\S+)/g)].map((match) => match[1]!);
const COMPONENT = 'app.kubernetes.io/component';

const ofKind = (kind: string) => all.filter((manifest) => manifest.kind === kind);
const names = (kind: string) => ofKind(kind).map(({ metadata }) => metadata.name);

interface Container {
  name: string;
  image: string;
  args?: string[];
  ports?: { name: string; containerPort: number }[];
  env?: { name: string }[];
}
interface PodSpec {
  terminationGracePeriodSeconds?: number;
  containers: Container[];
  initContainers?: Container[];
}
const podsOf = (kind: string) =>
  ofKind(kind).map((manifest) => {
    const spec = manifest.spec as { template: { metadata: { labels: Record<string, string> }; spec: PodSpec } };
    return { manifest, labels: spec.template.metadata.labels, pod: spec.template.spec };
  });
const pods = () => [...podsOf('Deployment'), ...podsOf('StatefulSet')];
const components = () => pods().map(({ labels }) => labels[COMPONENT]!);

function selectorsOf(manifest: Manifest): string[] {
  const labels = ['selector', 'matchLabels', 'podSelector', 'labelSelector'].flatMap((key) =>
    everyNamed(manifest.spec, key),
  );
  const values = labels.flatMap((label) => {
    const value = (label as Record<string, unknown>)[COMPONENT];
    return typeof value === 'string' ? [value] : [];
  });
  const expressions = everyNamed(manifest.spec, 'matchExpressions') as { key: string; values: string[] }[][];
  return [...values, ...expressions.flat().flatMap((one) => (one.key === COMPONENT ? one.values : []))];
}

describe('Kubernetes manifests', () => {
  it('hold against the published schemas', () => {
    expect(all.length).toBeGreaterThan(20);
    expect(all.flatMap(wrongValues)).toEqual([]);
    expect(unknownFields(all)).toEqual([]);
  });

  it('are noticed when they do not hold', () => {
    const [deployment] = ofKind('Deployment');
    const broken = structuredClone(deployment!);
    const { template } = broken.spec as { template: { spec: { containers: object[] } } };
    template.spec.containers[0] = { name: 5, image: 'x' };
    expect(wrongValues(broken).join()).toContain('name must be string');
    template.spec.containers[0] = { name: 'a', image: 'x', livenessProb: {} };
    expect(wrongValues(broken)).toEqual([]);
    expect(unknownFields([broken]).join()).toContain('livenessProb');
  });

  it('are all part of a kustomization, whose files, images, counts and patches exist', () => {
    const listed = kustomizations().flatMap(({ file, resources }) => resources.map((one) => join(dirname(file), one)));
    expect(listed.filter((path) => !existsSync(path))).toEqual([]);
    const files = new Set(all.map(({ file }) => file));
    expect([...files].filter((file) => !listed.some((path) => path.endsWith(file)))).toEqual([]);
    for (const { replicas = [], images = [], patches = [] } of kustomizations()) {
      for (const { name } of replicas) expect(names('Deployment')).toContain(name);
      const used = pods().flatMap(({ pod }) => pod.containers.map(({ image }) => image));
      for (const { name } of images) expect(used).toContain(name);
      for (const { target, patch } of patches) {
        const targets = ofKind(target.kind).filter(({ metadata }) =>
          new RegExp(`^${target.name}$`).test(metadata.name),
        );
        expect(targets).not.toEqual([]);
        for (const [, path] of patch.matchAll(/path: (\/\S+?),/g)) {
          for (const manifest of targets) expect(at(manifest, path!), `${path}`).toBeDefined();
        }
      }
    }
  });

  it('select pods that there are, and name config, secrets, services and ports that there are', () => {
    const known = [...components(), 'nothing'];
    for (const manifest of all) expect(known, manifest.file).toEqual(expect.arrayContaining(selectorsOf(manifest)));
    for (const manifest of all) {
      for (const reference of everyNamed(manifest.spec, 'configMapRef') as { name: string }[]) {
        expect(names('ConfigMap')).toContain(reference.name);
      }
      for (const key of ['secretRef', 'secretKeyRef']) {
        for (const { name } of everyNamed(manifest.spec, key) as { name: string }[]) expect(SECRETS).toContain(name);
      }
      for (const { name } of everyNamed(manifest.spec, 'scaleTargetRef') as { name: string }[]) {
        expect(names('Deployment')).toContain(name);
      }
    }
    for (const service of everyNamed(
      ofKind('Ingress').map(({ spec }) => spec),
      'service',
    ) as { name: string }[]) {
      expect(names('Service')).toContain(service.name);
    }
  });

  it('run the roles that the image knows, on the ports of the configuration, with probes that exist', () => {
    const roles = read('scripts/run-role.mjs');
    const routes = read('libs/observability/src/health.controller.ts');
    for (const { pod, labels } of podsOf('Deployment')) {
      const role = labels[COMPONENT] as keyof typeof PORTS;
      const [container] = pod.containers;
      expect(container).toMatchObject({ args: [role], ports: [{ name: 'http', containerPort: PORTS[role] }] });
      expect(environmentSchema.parse({})[`${role.toUpperCase() as 'WORKER'}_PORT`]).toBe(PORTS[role]);
      for (const { args } of [...pod.containers, ...(pod.initContainers ?? [])])
        expect(roles).toContain(`${args![0]}: [`);
      for (const { path, port } of everyNamed(pod, 'httpGet') as { path: string; port: string }[]) {
        expect(routes).toContain(`'${path.slice(1)}'`);
        expect(port).toBe('http');
      }
    }
  });

  it('set keys that the configuration has, and none that is secret', () => {
    for (const key of ofKind('ConfigMap').flatMap(({ data }) => Object.keys(data ?? {}))) {
      expect(Object.keys(environmentSchema.shape)).toContain(key);
      expect(key).not.toMatch(/SECRET|TOKEN|KEY|PASSWORD|DATABASE_URL|REDIS/);
    }
    const keys = [...read('docs/cluster.md').matchAll(/--from-literal=([A-Z_]+)=/g)].map((match) => match[1]!);
    const ofStores = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD'];
    for (const key of keys) expect([...Object.keys(environmentSchema.shape), ...ofStores]).toContain(key);
  });

  it('run nothing as root, with a grace period for each role', () => {
    for (const { manifest, pod } of pods()) {
      expect(pod, manifest.file).toMatchObject({
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: expect.any(Number) as number,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
        expect(container).toMatchObject({
          resources: { requests: {}, limits: { memory: expect.any(String) as string } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        });
      }
    }
    const worker = pods().find(({ manifest }) => manifest.metadata.name === 'streamshape-worker')!;
    const drainMs = Number(ofKind('ConfigMap')[0]!.data!['DRAIN_TIMEOUT_MS']);
    expect(drainMs + 10_000).toBeLessThan(1000 * Number(worker.pod.terminationGracePeriodSeconds));
    expect(names('PodDisruptionBudget').toSorted()).toEqual(names('Deployment').toSorted());
  });

  it('scale on metrics that the processes have', () => {
    const sources = [
      'worker/src/worker.metrics.ts',
      'widget-gateway/src/gateway.metrics.ts',
      'supervisor/src/placement/placement-metrics.ts',
    ];
    const code = sources.map((path) => read(`apps/${path}`)).join('\n');
    const queries = everyNamed(
      ofKind('ScaledObject').map(({ spec }) => spec),
      'query',
    ) as string[];
    expect(queries).toHaveLength(2);
    for (const query of queries) expect(code).toContain(`'${/streamshape_\w+/.exec(query)![0]}'`);
    expect(read('libs/domain/src/placement/broker-health.ts')).toContain('desired: desired.length');
    // 70 % of what one worker takes.
    const [config] = ofKind('ConfigMap');
    const thresholds = everyNamed(
      ofKind('ScaledObject').map(({ spec }) => spec),
      'threshold',
    );
    expect(Number(thresholds[0])).toBe(0.7 * Number(config!.data!['WORKER_CAPACITY']));
  });
});

function at(node: unknown, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], node);
}
