import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const kubernetesFolder = join(root, 'deploy/kubernetes');

/** One object of a manifest, with the parts that the checks look at. */
export interface Manifest {
  file: string;
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
}

export interface Kustomization {
  file: string;
  resources: string[];
  replicas?: { name: string; count: number }[];
  images?: { name: string }[];
  patches?: { target: { kind: string; name: string }; patch: string }[];
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const readYaml = (path: string): unknown => parse(read(path), { merge: true });

export function yamlFiles(folder = kubernetesFolder): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return yamlFiles(path);
    return name.endsWith('.yaml') ? [path] : [];
  });
}

export function manifests(): Manifest[] {
  return yamlFiles()
    .filter((path) => !path.endsWith('kustomization.yaml'))
    .flatMap((path) => documents(readFileSync(path, 'utf8'), relative(root, path)));
}

export function documents(text: string, file: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]!.message}`);
    return { file, ...(document.toJS() as Omit<Manifest, 'file'>) };
  });
}

export function kustomizations(): Kustomization[] {
  return yamlFiles()
    .filter((path) => path.endsWith('kustomization.yaml'))
    .map((path) => ({ file: path, ...(parse(readFileSync(path, 'utf8')) as Omit<Kustomization, 'file'>) }));
}

/** Every value below `node` that is called `key`. */
export function everyNamed(node: unknown, key: string): unknown[] {
  if (Array.isArray(node)) return node.flatMap((item) => everyNamed(item, key));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...everyNamed(value, key)]);
}
