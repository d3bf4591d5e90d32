import type { UploadKind } from '#libs/contracts';

/** What the file dialogue offers. What a file really is, the server finds out. */
export const ACCEPTED: Record<UploadKind, string> = {
  image: 'image/png,image/jpeg,image/gif,image/webp,image/apng',
  sound: 'audio/wav,audio/x-wav,audio/mpeg,audio/ogg,audio/webm,audio/mp4,.m4a,.mp3,.wav,.ogg,.opus',
};

const MB = 1024 * 1024;

/** 1.4 MB, 320 KB. */
export function sizeText(bytes: number): string {
  if (bytes >= 10 * MB) return `${Math.round(bytes / MB)} MB`;
  return bytes >= MB
    ? `${(bytes / MB).toFixed(1)} MB`
    : `${bytes === 0 ? 0 : Math.max(1, Math.round(bytes / 1024))} KB`;
}
