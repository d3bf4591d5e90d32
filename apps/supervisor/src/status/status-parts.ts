import { Inject, Injectable } from '@nestjs/common';
import type { StatusPart } from '#libs/contracts';
import { ReadinessService } from '#libs/observability';
import { CanaryWatch } from '../canary/canary-watch.js';
import { BrokersHealthService } from '../health/brokers-health.service.js';
import { Heartbeats } from '../heartbeats/heartbeats.js';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';

const GATEWAY_MS = 4000;

/** Looks at the parts of the product as their users know them. A part that is not in use is left out. */
@Injectable()
export class StatusParts {
  constructor(
    @Inject(ReadinessService) private readonly readiness: ReadinessService,
    @Inject(BrokersHealthService) private readonly brokers: BrokersHealthService,
    @Inject(CanaryWatch) private readonly canary: CanaryWatch,
    @Inject(Heartbeats) private readonly heartbeats: Heartbeats,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  async look(): Promise<Map<StatusPart, boolean>> {
    const [ready, gateway] = await Promise.all([this.readiness.check(), this.gatewayAnswers()]);
    const parts = new Map<StatusPart, boolean>([
      ['dashboard', ready.status === 'ok'],
      ['overlays', gateway],
      ['connections', this.brokers.summary().status === 'ok'],
    ]);
    const canaries = this.canary.report();
    if (canaries.length > 0)
      parts.set(
        'alerts',
        canaries.some(({ state }) => state !== 'silent'),
      );
    const payments = this.heartbeats.reportOf('stripe');
    if (payments !== undefined) parts.set('payments', payments);
    return parts;
  }

  private async gatewayAnswers(): Promise<boolean> {
    const url = `${this.settings.canary.gatewayUrl.replace(/\/+$/, '')}/health/ready`;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(GATEWAY_MS), redirect: 'error' });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }
}
