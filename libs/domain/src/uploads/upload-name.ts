const MAX_NAME = 80;
// Control and direction characters, and what paths are made of.
const UNWANTED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}/\\<>:"|?*]/gu;

/** A file's name for the streamer's eyes: without folders and without characters that confuse. Never empty. */
export function uploadName(given: string | undefined): string {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const clean = last.normalize('NFC').replace(UNWANTED, '').replace(/\s+/g, ' ').trim();
  return [...clean].slice(0, MAX_NAME).join('').replace(/^\.+/, '') || 'file';
}
