export interface Package {
  name: string;
  version: string;
  license: string | undefined;
  integrity: string | undefined;
  url: string | undefined;
}
export function shippedPackages(lock: { packages: Record<string, object> }, bundled: readonly string[]): Package[];
export function isCompatible(expression: unknown): boolean;
export function billOfMaterials(
  self: { name: string; version: string; license: string },
  packages: readonly Package[],
  made: { serialNumber: string; timestamp: string; commit?: string },
): { components: { purl: string; licenses?: object[]; hashes?: object[] }[]; metadata: object };
