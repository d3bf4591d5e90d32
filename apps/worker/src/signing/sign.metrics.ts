import type { SignDesk, SignObserver } from '#libs/live-source';
import type { Logger, Metrics } from '#libs/observability';

const BREAKER_STATES = ['closed', 'half-open', 'open'] as const;

/** Turns what becomes of sign calls into metrics and log lines. Providers go by place and host, never by key. */
export function signObserver(metrics: Metrics, logger: Logger): SignObserver {
  const spent = metrics.counter({
    name: 'streamshape_sign_calls_total',
    help: 'Sign calls granted on this node, by purpose',
    labelNames: ['provider', 'purpose'],
  });
  const returned = metrics.counter({
    name: 'streamshape_sign_calls_returned_total',
    help: 'Granted sign calls that were never made',
    labelNames: ['provider'],
  });
  const refused = metrics.counter({
    name: 'streamshape_sign_refused_total',
    help: 'Sign calls not granted: budget, pause, refused key or open circuit',
    labelNames: ['provider', 'reason'],
  });
  const pauses = metrics.counter({
    name: 'streamshape_sign_pauses_total',
    help: 'Pauses of a key that this node began for everybody, by reason',
    labelNames: ['provider', 'reason'],
  });
  const local = metrics.gauge({
    name: 'streamshape_sign_account_away',
    help: '1 while the shared account cannot be reached and this node spends a small one of its own',
    labelNames: ['provider'],
  });
  return {
    onSpent: (provider, purpose) => spent.inc({ provider, purpose }),
    onReturned: (provider) => returned.inc({ provider }),
    onRefused: (provider, reason) => refused.inc({ provider, reason }),
    onPaused: (provider, forMs, reason) => {
      pauses.inc({ provider, reason });
      logger.warn({ provider, forMs, reason }, 'Nobody makes sign calls with this key for a while');
    },
    onBreaker: (provider, state) => {
      const level = state.name === 'open' ? 'warn' : 'info';
      logger[level]({ provider, breaker: state }, 'The circuit breaker of a sign provider changed');
    },
    onKeyRefused: (provider, failure) =>
      logger.error(
        { provider, failure: failure?.message },
        'A sign provider refused its key: check key and plan with the provider',
      ),
    onAccount: (provider, state, error) => {
      local.set({ provider }, state === 'away' ? 1 : 0);
      if (state === 'back') logger.info({ provider }, 'The shared account of sign calls is back');
      else logger.warn({ provider, err: error }, 'The shared account of sign calls is out of reach');
    },
  };
}

export function registerBreakerMetrics(metrics: Metrics, desk: SignDesk): void {
  metrics.gauge({
    name: 'streamshape_sign_breaker_state',
    help: 'How this node judges a sign provider: 1 for the present state',
    labelNames: ['provider', 'state'],
    collect() {
      for (const { provider, state } of desk.breakers()) {
        for (const name of BREAKER_STATES) this.set({ provider, state: name }, state.name === name ? 1 : 0);
      }
    },
  });
}
