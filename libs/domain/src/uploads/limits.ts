/** What an upload may be at most. Pages decode what they show whole, so what a file unfolds to is bounded too. */
export interface UploadLimits {
  /** px, of width and of height. */
  maxEdge: number;
  /** px of one frame. */
  maxPixels: number;
  maxFrames: number;
  /** px of all frames together. */
  maxMovingPixels: number;
  /** ms. */
  maxDurationMs: number;
}

export const UPLOAD_LIMITS: UploadLimits = {
  maxEdge: 4096,
  maxPixels: 3840 * 2160,
  maxFrames: 600,
  maxMovingPixels: 400_000_000,
  maxDurationMs: 60_000,
};
