import * as keda from '@kubernetes-models/keda/keda.sh/v1alpha1';
import * as apps from 'kubernetes-models/apps/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { join } from 'node:path';
import ts from 'typescript';
import { root, type Manifest } from './manifests.js';

type Model = new (data: never) => { validate(): void };

const MODELS: Record<string, { from: string; kinds: Record<string, unknown> }> = {
  v1: { from: 'kubernetes-models/v1', kinds: core },
  'apps/v1': { from: 'kubernetes-models/apps/v1', kinds: apps },
  'networking.k8s.io/v1': { from: 'kubernetes-models/networking.k8s.io/v1', kinds: networking },
  'policy/v1': { from: 'kubernetes-models/policy/v1', kinds: policy },
  'keda.sh/v1alpha1': { from: '@kubernetes-models/keda/keda.sh/v1alpha1', kinds: keda },
};

const nameOf = ({ file, kind, metadata }: Manifest) => `${file}: ${kind} ${metadata.name}`;

/** What the published schema of its kind says against a manifest: wrong types, missing fields. Empty when nothing. */
export function wrongValues(manifest: Manifest): string[] {
  const { file: _, ...object } = manifest;
  const model = MODELS[object.apiVersion]?.kinds[object.kind] as Model | undefined;
  if (!model) return [`${nameOf(manifest)}: no schema for ${object.apiVersion}`];
  try {
    new model(object as never).validate();
    return [];
  } catch (error) {
    return [`${nameOf(manifest)}: ${(error as Error).message}`];
  }
}

/** Fields that no schema knows: validators pass them over, as Kubernetes did for years; the compiler does not. */
export function unknownFields(manifests: readonly Manifest[]): string[] {
  const known = manifests.filter(({ apiVersion }) => apiVersion in MODELS);
  const path = join(root, 'test/deploy/manifests-as-code.ts');
  const text = known
    .map((manifest, index) => {
      const { file: _, ...object } = manifest;
      const { from } = MODELS[object.apiVersion]!;
      return `import type { I${object.kind} as T${index} } from '${from}'; export const m${index}: T${index} = ${JSON.stringify(object)};`;
    })
    .join('\n');
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ start = 0, messageText }) => {
    const line = text.slice(0, start).split('\n').length - 1;
    return `${nameOf(known[line]!)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
