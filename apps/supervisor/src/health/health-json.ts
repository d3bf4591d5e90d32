import type { BrokersHealth } from '#libs/contracts';

export const HEALTH_JSON = 'application/health+json';

/** One thing that was looked at, as draft-inadarei-api-health-check has it. */
interface Check {
  componentType: 'component' | 'system';
  observedValue: number;
  observedUnit: string;
  status: 'pass' | 'warn' | 'fail';
  time: string;
}

/** Whether a caller who accepts `accept` asked for the health format by name. */
export function wantsHealthJson(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === HEALTH_JSON && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

/** The same health as counts, in the format of the draft. No names in it. */
export function healthJson(health: BrokersHealth, version: string, now = new Date()) {
  const time = now.toISOString();
  const failing = health.status !== 'ok';
  const check = (observedValue: number, observedUnit: string, status: Check['status'] = 'pass'): Check[] => [
    { componentType: 'component', observedValue, observedUnit, status, time },
  ];
  const { desired, running, live, offline, retrying, unassigned, oldestUnassignedSeconds } = health.brokers;
  const trouble = (count: number) => (count === 0 ? 'pass' : failing ? 'fail' : 'warn');
  return {
    status: failing ? 'fail' : 'pass',
    version: version.split('.', 1)[0],
    releaseId: version,
    serviceId: 'streamshape-brokers',
    description: 'Connections to TikTok LIVE rooms, and the nodes that hold them',
    checks: {
      'brokers:desired': check(desired, 'brokers'),
      'brokers:running': check(running, 'brokers'),
      'brokers:live': check(live, 'brokers'),
      'brokers:offline': check(offline, 'brokers'),
      'brokers:retrying': check(retrying, 'brokers', trouble(retrying)),
      'brokers:unassigned': check(unassigned, 'brokers', trouble(unassigned)),
      'brokers:oldestUnassigned': check(oldestUnassignedSeconds, 's', trouble(oldestUnassignedSeconds)),
      'nodes:alive': check(health.nodes.alive, 'nodes', health.nodes.alive === 0 && desired > 0 ? 'fail' : 'pass'),
      'nodes:draining': check(health.nodes.draining, 'nodes'),
    },
  };
}
