/** A damped spring from 0 to 1, sampled evenly over its whole run; passes 1 a little and comes back. */
export function springSamples(damping: number, samples = 24): number[] {
  const speed = 6.2 / damping;
  const wave = speed * Math.sqrt(1 - damping * damping);
  return Array.from({ length: samples + 1 }, (_, index) => {
    if (index === samples) return 1;
    const t = index / samples;
    return 1 - Math.exp(-damping * speed * t) * (Math.cos(wave * t) + ((damping * speed) / wave) * Math.sin(wave * t));
  });
}
