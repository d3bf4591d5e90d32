import { Cluster } from 'ioredis';

/** Some nodes of a cluster, and what all of its nodes demand. */
export interface ClusterTarget {
  nodes: { host: string; port: number }[];
  username?: string;
  password?: string;
  tls?: boolean;
}

type Options = NonNullable<ConstructorParameters<typeof Cluster<'legacy'>>[1]>;
type SendCommand = Cluster['sendCommand'];

/**
 * A cluster connection whose calls end in a bounded time also while no node is known: the client's own bound begins
 * when a command reaches a node, and before that it waits in the client for ever.
 */
class BoundedCluster extends Cluster {
  constructor(
    nodes: { host: string; port: number }[],
    options: Options,
    private readonly commandTimeoutMs: number,
  ) {
    super(nodes, options);
  }

  override sendCommand(...[command, stream, node]: Parameters<SendCommand>): ReturnType<SendCommand> {
    // Given up while it waited: its caller has been told that it failed.
    if (command.isSettled) return command.promise;
    command.setTimeout(this.commandTimeoutMs);
    return super.sendCommand(command, stream, node);
  }
}

export interface OpenClusterOptions {
  reconnectDelay: (attempt: number) => number;
  subscriber: boolean;
  /** Connects when it is told to, or with the first command. */
  lazyConnect: boolean;
  commandTimeoutMs?: number;
}

/** Opens a connection to all nodes of a cluster, found by asking those that are named. */
export function openCluster(
  target: ClusterTarget,
  redisOptions: NonNullable<Options['redisOptions']>,
  use: OpenClusterOptions,
): Cluster {
  const options: Options = {
    redisOptions: {
      ...redisOptions,
      ...(target.username === undefined ? {} : { username: target.username }),
      ...(target.password === undefined ? {} : { password: target.password }),
      ...(target.tls ? { tls: {} } : {}),
    },
    lazyConnect: use.lazyConnect,
    shardedSubscribers: use.subscriber,
    clusterRetryStrategy: use.reconnectDelay,
    // A certificate names a host; an address that was looked up before would not match it.
    ...(target.tls ? { dnsLookup: (host, done) => done(null, host) } : {}),
  };
  if (use.commandTimeoutMs === undefined) return new Cluster(target.nodes, options);
  return new BoundedCluster(target.nodes, options, use.commandTimeoutMs);
}
