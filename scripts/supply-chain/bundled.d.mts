export function bundledNames(root: string): string[];
