const WORDS = ['theme', 'scene', 'plate', 'position', 'motion', 'size', 'sound'];
const NUMBERS = ['startedAt', 'maxMessages'];

/**
 * Settings of a preview: `?preview=1&theme=neon` shows how the widget would look, and changes nothing for anybody else.
 * Looks can be named, as plain words, and `sound=none`; each is checked again where it is read. Without preview nothing is taken.
 */
export function previewed(settings: Record<string, unknown>, search: string): Record<string, unknown> {
  const query = new URLSearchParams(search);
  if (query.get('preview') !== '1') return settings;
  const own = { ...settings };
  for (const name of WORDS) {
    const value = query.get(name);
    if (value && /^[a-z-]{1,32}$/.test(value)) own[name] = value;
  }
  for (const name of NUMBERS) {
    const value = query.get(name);
    if (value && /^\d{1,16}$/.test(value)) own[name] = Number(value);
  }
  return own;
}
