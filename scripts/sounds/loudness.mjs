/* Loudness after ITU-R BS.1770-4: K-weighting, blocks of 400 ms that overlap by 75 %, gates at -70 LUFS and -10 LU. */

const BLOCK_S = 0.4;
const STEP_S = 0.1;
const LIMIT = 10 ** (-1.1 / 20);

/** Coefficients of the two filters of K-weighting at any rate, from their analogue prototypes. */
function kWeighting(rate) {
  const shelf = { gain: 3.999843853973347, q: 0.7071752369554196, frequency: 1681.974450955533 };
  const k = Math.tan((Math.PI * shelf.frequency) / rate);
  const high = 10 ** (shelf.gain / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / shelf.q + k * k;
  const first = {
    b: [
      (high + (band * k) / shelf.q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (band * k) / shelf.q + k * k) / a0,
    ],
    a: [(2 * (k * k - 1)) / a0, (1 - k / shelf.q + k * k) / a0],
  };
  const pass = { q: 0.5003270373238773, frequency: 38.13547087602444 };
  const l = Math.tan((Math.PI * pass.frequency) / rate);
  const c0 = 1 + l / pass.q + l * l;
  const second = { b: [1, -2, 1], a: [(2 * (l * l - 1)) / c0, (1 - l / pass.q + l * l) / c0] };
  return [first, second];
}

function filter(samples, { b, a }) {
  const out = new Float64Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let at = 0; at < samples.length; at++) {
    const x = samples[at];
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    out[at] = y;
  }
  return out;
}

/** Integrated loudness in LUFS; what is shorter than one block counts as one block with silence behind it. */
export function loudness(samples, rate) {
  const weighted = kWeighting(rate).reduce(filter, samples);
  const block = Math.round(BLOCK_S * rate);
  const step = Math.round(STEP_S * rate);
  const powers = [];
  for (let at = 0; at === 0 || at + block <= weighted.length; at += step) {
    let sum = 0;
    for (let i = at; i < Math.min(at + block, weighted.length); i++) sum += weighted[i] ** 2;
    powers.push(sum / block);
  }
  const lufs = (power) => -0.691 + 10 * Math.log10(power);
  const mean = (list) => list.reduce((sum, power) => sum + power, 0) / list.length;
  const loud = powers.filter((power) => lufs(power) > -70);
  if (loud.length === 0) return -Infinity;
  const gate = lufs(mean(loud)) - 10;
  return lufs(mean(loud.filter((power) => lufs(power) > gate)));
}

const HALF = 12;
/** Of the values a quarter, a half and three quarters of the way from one sample to the next. */
const TAPS = [0.25, 0.5, 0.75].map((phase) =>
  Float64Array.from({ length: 2 * HALF }, (_, index) => {
    const x = index - HALF + 1 - phase;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (HALF + 1));
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  }),
);

/** The highest value, between the samples too: of four times as many (1 is full scale). */
export function truePeak(samples) {
  let peak = 0;
  for (const value of samples) peak = Math.max(peak, Math.abs(value));
  const near = peak * 0.6;
  for (let at = HALF; at < samples.length - HALF; at++) {
    if (Math.abs(samples[at]) < near && Math.abs(samples[at + 1]) < near) continue;
    for (const taps of TAPS) {
      let sum = 0;
      for (let tap = 0; tap < 2 * HALF; tap++) sum += taps[tap] * samples[at + tap - HALF + 1];
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return peak;
}

/** Turns peaks down a little before they come, so that nothing clicks. */
function limit(samples, rate) {
  const reach = Math.round(0.004 * rate);
  const gain = new Float64Array(samples.length).fill(1);
  for (let at = 0; at < samples.length; at++) {
    const wished = LIMIT / Math.abs(samples[at]);
    if (!(wished < 1)) continue;
    const end = Math.min(samples.length, at + reach + 1);
    for (let near = Math.max(0, at - reach); near < end; near++) gain[near] = Math.min(gain[near], wished);
  }
  // The mean of the gains around each sample, by their running sum.
  const sums = new Float64Array(samples.length + 1);
  for (let at = 0; at < gain.length; at++) sums[at + 1] = sums[at] + gain[at];
  return samples.map((value, at) => {
    const from = Math.max(0, at - reach);
    const to = Math.min(samples.length, at + reach + 1);
    return (value * (sums[to] - sums[from])) / (to - from);
  });
}

/** Brings sounds to `target` LUFS with a true peak of at most -1 dB. */
export function normalise(samples, rate, target = -16) {
  let out = Float64Array.from(samples);
  for (let round = 0; round < 8; round++) {
    const missing = target - loudness(out, rate);
    if (Math.abs(missing) < 0.05 && truePeak(out) <= 10 ** (-1 / 20)) return out;
    const gain = 10 ** (missing / 20);
    out = limit(
      out.map((value) => value * gain),
      rate,
    );
  }
  const over = truePeak(out) / 10 ** (-1.05 / 20);
  return over > 1 ? out.map((value) => value / over) : out;
}
