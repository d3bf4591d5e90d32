import type { LivenessBudget } from '#libs/domain';
import type { Metrics } from '#libs/observability';

/** The shared schedule of looks, with what it gives and what looks cost counted on this node. */
export function countedLiveness(budget: LivenessBudget, metrics: Metrics): LivenessBudget {
  const requests = metrics.counter({
    name: 'streamshape_liveness_requests_total',
    help: 'Unsigned requests that asked TikTok who is live, by what became of the look',
    labelNames: ['outcome'],
  });
  const waits = metrics.histogram({
    name: 'streamshape_liveness_wait_seconds',
    help: 'How long a look waited for its turn of the shared schedule',
    labelNames: ['lane'],
    buckets: [0, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800],
  });
  const stretch = metrics.gauge({
    name: 'streamshape_liveness_stretch',
    help: 'By how much intervals are drawn out because the budget is short; 1 is not at all',
  });
  stretch.set(1);
  return {
    book: async (request) => {
      const turn = await budget.book(request);
      waits.observe({ lane: request.urgent ? 'urgent' : 'patient' }, turn.waitMs / 1000);
      stretch.set(turn.stretch);
      return turn;
    },
    confirm: (ticket) => budget.confirm(ticket),
    settle: async (streamerId, result) => {
      requests.inc({ outcome: result.outcome }, result.requests);
      await budget.settle(streamerId, result);
    },
    leave: (streamerId) => budget.leave(streamerId),
  };
}
