/** Where to go after signing in. Only addresses of this dashboard: a link from elsewhere must not lead away from it. */
export function safeNext(wish: string | null, otherwise = '/overview'): string {
  if (wish === null || !/^\/(?![/\\])[^\s\\]*$/.test(wish) || wish.startsWith('/sign-')) return otherwise;
  return wish;
}
