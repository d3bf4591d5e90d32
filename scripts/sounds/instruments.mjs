export const RATE = 22_050;
const HIGHEST = RATE * 0.45;
const TURN = 2 * Math.PI;

/** Noise that is the same in each build. */
export function noise(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** Adds sines to `out`; each: `ratio` to the note, `level`, `decay` in seconds. Above what the rate holds: none. */
function sines(out, { from, hertz, level, attack, length, partials, bend = 0, bendTime = 0.04 }) {
  for (const { ratio, level: share, decay, phase = 0 } of partials) {
    if (hertz * ratio * (1 + Math.max(0, bend)) > HIGHEST) continue;
    const step = (TURN * hertz * ratio) / RATE;
    const fade = Math.exp(-1 / RATE / decay);
    const unbend = Math.exp(-1 / RATE / bendTime);
    const end = Math.min(out.length - from, Math.floor(length * RATE));
    let angle = phase;
    let loud = level * share;
    let bent = bend;
    for (let at = 0; at < end && Math.abs(loud) > 1e-6; at++) {
      angle += step * (1 + bent);
      bent *= unbend;
      loud *= fade;
      const time = at / RATE;
      const edge = Math.min(1, time / attack, (length - time) / 0.03);
      out[from + at] += loud * edge * Math.sin(angle);
    }
  }
}

function burst(out, { from, level, decay, brightness, seed }) {
  const random = noise(seed);
  let smooth = 0;
  for (let at = 0; at < decay * 8 * RATE && from + at < out.length; at++) {
    smooth += brightness * (random() - smooth);
    out[from + at] += level * smooth * Math.exp(-at / RATE / decay);
  }
}

const harmonics = (count, level, decay) =>
  Array.from({ length: count }, (_, index) => ({ ratio: index + 1, level: level(index + 1), decay: decay(index + 1) }));

/** Each plays one note: `from` in samples, `hertz`, `level`, `length` in seconds. */
export const INSTRUMENTS = {
  /** A bell of glass, soft. */
  glass(out, note) {
    const partials = [
      { ratio: 1, level: 1, decay: 0.45 },
      { ratio: 2.0, level: 0.22, decay: 0.3 },
      { ratio: 2.76, level: 0.3, decay: 0.18 },
      { ratio: 5.4, level: 0.12, decay: 0.08 },
    ];
    sines(out, { ...note, attack: 0.004, partials });
  },
  /** Two saws a little apart, bright at first. */
  synth(out, note) {
    for (const detune of [0.996, 1.004]) {
      const partials = harmonics(
        18,
        (n) => 0.5 / n,
        (n) => 0.5 / (1 + n * 0.35),
      );
      sines(out, { ...note, hertz: note.hertz * detune, attack: 0.006, partials });
    }
    sines(out, { ...note, hertz: note.hertz / 2, attack: 0.01, partials: [{ ratio: 1, level: 0.5, decay: 0.35 }] });
  },
  /** A pop: a drop of water on wood. */
  pop(out, note) {
    const partials = [
      { ratio: 1, level: 1, decay: 0.16 },
      { ratio: 3.9, level: 0.16, decay: 0.04 },
    ];
    sines(out, { ...note, attack: 0.003, partials, bend: -0.35, bendTime: 0.018 });
    burst(out, { ...note, level: note.level * 0.25, decay: 0.006, brightness: 0.5, seed: 3 });
  },
  /** A pulse of a quarter, as chips made them. */
  chip(out, note) {
    const partials = harmonics(
      24,
      (n) => (1.2 * Math.sin(Math.PI * n * 0.25)) / n,
      () => 0.22,
    );
    sines(out, { ...note, attack: 0.001, partials });
  },
  /** A piano with felt on its strings. */
  chamber(out, note) {
    const partials = harmonics(
      9,
      (n) => 1 / n ** 1.7,
      (n) => 0.75 / n,
    ).map((partial) => ({ ...partial, ratio: partial.ratio * Math.sqrt(1 + 0.0004 * partial.ratio ** 2) }));
    sines(out, { ...note, attack: 0.007, partials });
    burst(out, { ...note, level: note.level * 0.3, decay: 0.014, brightness: 0.08, seed: 5 });
  },
  /** Brass over one hit of a drum. */
  stadium(out, note) {
    const partials = harmonics(
      16,
      (n) => 0.8 / n ** 0.9,
      (n) => 0.9 / (1 + n * 0.18),
    );
    sines(out, { ...note, attack: 0.028, partials, bend: -0.03, bendTime: 0.03 });
    if (!note.accent) return;
    const drum = { ...note, hertz: 62, level: note.level * 1.6, length: 0.4, attack: 0.002 };
    sines(out, { ...drum, partials: [{ ratio: 1, level: 1, decay: 0.14 }], bend: 1.6, bendTime: 0.03 });
    burst(out, { ...note, level: note.level * 0.9, decay: 0.03, brightness: 0.35, seed: 9 });
  },
};
