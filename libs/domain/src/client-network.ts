/** An IPv4 address that is written as an IPv6 one. */
const MAPPED = /^(?:::|(?:0{1,4}:){5})ffff:(?=\d+\.)/i;
const GROUPS = 8;
const OF_THE_NETWORK = 4;

/** As IPv4 where it is an IPv4 address. */
export function plainAddress(address: string): string {
  return address.replace(MAPPED, '');
}

/**
 * What is counted as one client: an IPv4 address, or the /64 of an IPv6 one, which has addresses without end. However an
 * address is written, its network is written in one way. What is no address stays as it is.
 */
export function clientNetwork(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('%', 1)[0]!.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, OF_THE_NETWORK);
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return plain;
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
