/** Whether a link leads to the machine it is opened on, or to one of its own network. */
export function isLocalLink(link: string): boolean {
  const { hostname } = new URL(link);
  return /^(localhost|.*\.localhost|.*\.local|127(\.\d+){3}|0\.0\.0\.0|\[::1\])$/i.test(hostname);
}
