/** Time zones that this browser knows, with the given one in any case. */
export function timeZones(present: string): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set(['UTC', present, ...known])].sort();
}
