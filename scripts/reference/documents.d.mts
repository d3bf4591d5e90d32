export function referenceDocuments(modules: {
  contracts: unknown;
  config: unknown;
  z: unknown;
}): Record<string, string>;
