/**
 * Whether whoever has the packages of the lock file `ours` has those of `theirs`: the same versions at the same places.
 * More may be there.
 */
export function holdsPackages(ours, theirs) {
  return Object.entries(theirs.packages)
    .filter(([path]) => path !== '')
    .every(([path, { version, integrity }]) => {
      const mine = ours.packages[path];
      return mine !== undefined && mine.version === version && mine.integrity === integrity;
    });
}
