import { verdictsOf } from './verdicts.mjs';

/** Prints what was measured beside its target. Gives the number of targets that are missed beyond noise. */
export function printVerdicts(results) {
  const verdicts = results.flatMap((result) => verdictsOf(result));
  if (verdicts.length > 0) {
    console.table(
      verdicts.map(({ what, measured, least, most, target, verdict }) => ({
        what,
        measured,
        range: least === undefined ? '' : `${least} to ${most}`,
        target: target ?? '',
        verdict,
      })),
    );
  }
  return verdicts.filter(({ verdict }) => verdict === 'missed').length;
}
