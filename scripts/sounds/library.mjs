import { INSTRUMENTS, RATE } from './instruments.mjs';
import { normalise } from './loudness.mjs';
import { waveFile } from './wave-file.mjs';

const LONGEST_S = 1.45;

/** By moment: notes as [beat, semitones over the family's root, beats, level]. */
const TUNES = {
  gift: [
    [0, 0, 1.5, 0.8],
    [1, 7, 4, 1],
  ],
  'gift-card': [
    [0, 0, 2, 0.8],
    [1, 4, 2, 0.85],
    [2, 7, 2, 0.9],
    [3, 12, 6, 1],
  ],
  'gift-scene': [
    [0, -12, 8, 0.9],
    [0, 0, 3, 0.8],
    [1, 4, 3, 0.8],
    [2, 7, 3, 0.85],
    [3, 12, 3, 0.9],
    [4, 16, 8, 0.9],
    [4, 12, 8, 0.8],
    [4, 19, 8, 0.7],
  ],
  follow: [
    [0, 4, 1.5, 0.8],
    [1, 9, 4, 1],
  ],
  like: [[0, 12, 2, 1]],
  subscribe: [
    [0, 0, 2, 0.8],
    [1, 7, 2, 0.9],
    [2, 11, 5, 1],
    [2, 4, 5, 0.6],
  ],
  share: [
    [0, 7, 1, 0.9],
    [1, 9, 1, 0.8],
    [2, 7, 3, 1],
  ],
  goal: [
    [0, 0, 1.5, 0.9],
    [1, 0, 1, 0.7],
    [1.5, 0, 1, 0.8],
    [2, 5, 2, 0.9],
    [3, 7, 2, 0.9],
    [4, 12, 8, 1],
    [4, 7, 8, 0.7],
    [4, 4, 8, 0.7],
    [4, -12, 8, 0.8],
  ],
};
export const MOMENTS = Object.keys(TUNES);

/** Themes name a family in their tokens. Of each: the note that tunes stand on, in hertz, and the length of a beat in seconds. */
const FAMILIES = {
  glass: { root: 587.33, beat: 0.105 },
  synth: { root: 329.63, beat: 0.095 },
  pop: { root: 523.25, beat: 0.09 },
  chip: { root: 440, beat: 0.075 },
  chamber: { root: 261.63, beat: 0.115 },
  stadium: { root: 196, beat: 0.1 },
};
export const FAMILY_NAMES = Object.keys(FAMILIES);

/** Samples of one sound, from -1 to 1, as loud as all the others. */
export function compose(family, moment) {
  const { root, beat } = FAMILIES[family];
  const notes = TUNES[moment];
  const end = Math.max(...notes.map(([start, , beats]) => (start + beats) * beat)) + 0.25;
  const length = Math.min(LONGEST_S, end);
  const out = new Float64Array(Math.round(length * RATE));
  for (const [start, semitones, beats, level] of notes) {
    const hertz = root * 2 ** (semitones / 12);
    const from = Math.round(start * beat * RATE);
    const note = { from, hertz, level: level * 0.3, length: beats * beat + 0.2, accent: start === 0 || start === 4 };
    INSTRUMENTS[family](out, note);
  }
  const fade = Math.round(0.06 * RATE);
  for (let at = 0; at < fade; at++) out[out.length - 1 - at] *= at / fade;
  return normalise(out, RATE);
}

/** Every sound of the library as a WAV file, by its name: `FAMILY-MOMENT`. The same in every build. */
export function soundLibrary() {
  const names = FAMILY_NAMES.flatMap((family) => MOMENTS.map((moment) => [family, moment]));
  return new Map(names.map(([family, moment]) => [`${family}-${moment}`, waveFile(compose(family, moment), RATE)]));
}
