import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { clientNetwork, plainAddress } from '#libs/domain';

const NAMED: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Proxies whose word is believed: addresses, networks, or `loopback`, `linklocal`, `uniquelocal`. */
export class TrustedProxies {
  private readonly networks = new BlockList();

  constructor(proxies: readonly string[]) {
    for (const entry of proxies.flatMap((name) => NAMED[name] ?? [name])) this.add(entry);
  }

  /** Who opened the connection: the first one from the right, in what the proxies say, that is no proxy of ours. */
  clientOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): string {
    const said = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    const chain = said.map((text) => plainAddress(text.trim()));
    let client = plainAddress(socket.remoteAddress ?? '');
    while (this.trusts(client)) {
      const before = chain.pop();
      if (before === undefined || isIP(before) === 0) break;
      client = before;
    }
    return clientNetwork(client);
  }

  private add(entry: string): void {
    const [address = '', bits] = entry.split('/');
    const kind = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) return;
    this.networks.addSubnet(address, bits === undefined ? (kind === 'ipv6' ? 128 : 32) : Number(bits), kind);
  }

  private trusts(address: string): boolean {
    return isIP(address) !== 0 && this.networks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}
