/** Boxes in which dots mean nothing. */
const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/** One spelling for all that arrive in the same box. */
export function sameBox(email: string): string {
  const lower = email.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  const domain = lower.slice(at + 1);
  const [box = ''] = lower.slice(0, at).split('+');
  return DOTLESS.has(domain) ? `${box.replaceAll('.', '')}@gmail.com` : `${box}@${domain}`;
}

/** What a trial is remembered by past the end of the account. `hide`: nobody reads the text in what it answers. */
export function trialMarks(who: { email: string; handle: string | null }, hide: (text: string) => string): string[] {
  const { email, handle } = who;
  const ofHandle = handle === null ? [] : [hide(`handle ${handle.replace(/^@/, '').toLowerCase()}`)];
  return [hide(`email ${sameBox(email)}`), ...ofHandle];
}
