/** What a parser found in a picture. */
export interface PictureFacts {
  width: number;
  height: number;
  /** 1 for what does not move. */
  frames: number;
}

/** What a parser found in a sound. */
export interface SoundFacts {
  durationMs: number;
}

/**
 * `parts`, joined, are the file as it is stored: what a browser needs of it, without comments, places and camera
 * data, and without anything behind its end.
 */
export type Parsed<Facts> = Facts & { parts: Uint8Array[] };
