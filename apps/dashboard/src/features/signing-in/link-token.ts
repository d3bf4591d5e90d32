/**
 * The token of a mailed link. It stands behind the `#`, where no server and no log sees it; the other form is for
 * programs that move it.
 */
export function linkToken({ hash, search }: { hash: string; search: string }): string {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? new URLSearchParams(search).get('token') ?? '';
}
