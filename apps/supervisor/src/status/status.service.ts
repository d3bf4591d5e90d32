import { Inject, Injectable } from '@nestjs/common';
import { STATUS_PARTS, type StatusPart, type StatusView } from '#libs/contracts';
import type { StatusDay, StatusIncident, StatusNotice, StatusNotices, StatusRepository } from '#libs/domain';
import { STATUS_NOTICES, STATUS_REPOSITORY } from '#libs/persistence';
import { SETTINGS, type SupervisorSettings } from '../supervisor.tokens.js';
import { StatusWatch } from './status-watch.js';

const DAYS = 30;
const DAY_MS = 86_400_000;

export const PART_NAMES: Record<StatusPart, string> = {
  dashboard: 'Dashboard',
  overlays: 'Overlays in OBS',
  connections: 'Connections to TikTok',
  alerts: 'Alerts, checked all the way',
  payments: 'Payments',
};

interface History {
  days: StatusDay[];
  incidents: StatusIncident[];
  notices: StatusNotice[];
}

/** Puts the status page together. Strangers ask for it, so the database is read seldom, and not at all while it is away. */
@Injectable()
export class StatusService {
  private history: History = { days: [], incidents: [], notices: [] };
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;

  constructor(
    @Inject(StatusWatch) private readonly watch: StatusWatch,
    @Inject(STATUS_REPOSITORY) private readonly repository: StatusRepository,
    @Inject(STATUS_NOTICES) private readonly notices: StatusNotices,
    @Inject(SETTINGS) private readonly settings: SupervisorSettings,
  ) {}

  async view(now = new Date()): Promise<StatusView> {
    await this.refresh();
    const parts = this.watch.seen?.parts ?? new Map<StatusPart, boolean>();
    const { days, incidents, notices } = this.history;
    const shown = STATUS_PARTS.filter((part) => parts.has(part));
    return {
      status: shown.length > 0 && shown.every((part) => parts.get(part)) ? 'ok' : 'trouble',
      updatedAt: (this.watch.seen?.at ?? now).toISOString(),
      parts: shown.map((part) => partView(part, parts.get(part) === true, days, now)),
      incidents: incidents.map(({ part, beganAt, endedAt }) => ({
        part,
        beganAt: beganAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      })),
      notices: notices.map(({ title, text, startsAt, endsAt }) => ({
        ...{ title, text },
        startsAt: startsAt.toISOString(),
        endsAt: endsAt?.toISOString() ?? null,
      })),
    };
  }

  private async refresh(): Promise<void> {
    if (performance.now() - this.readAt < this.settings.status.intervalMs) return;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    await this.reading;
  }

  /** What was read last stays when it cannot be read: an outage is when people look. */
  private async read(): Promise<void> {
    this.readAt = performance.now();
    try {
      const [{ days, incidents }, notices] = await Promise.all([
        this.repository.history(DAYS),
        this.notices.recent(DAYS),
      ]);
      this.history = { days, incidents, notices };
    } catch {
      return; // the watch logs it
    }
  }
}

function partView(part: StatusPart, ok: boolean, counted: readonly StatusDay[], now: Date) {
  const own = counted.filter((one) => one.part === part);
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(now.getTime() - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return { day, uptime: share(own.filter((one) => one.day === day)) };
  });
  return {
    id: part,
    name: PART_NAMES[part],
    state: ok ? ('ok' as const) : ('trouble' as const),
    uptime: share(own),
    days,
  };
}

function share(counted: readonly StatusDay[]): number | null {
  const checks = counted.reduce((sum, one) => sum + one.checks, 0);
  const failed = counted.reduce((sum, one) => sum + one.failed, 0);
  return checks === 0 ? null : (checks - failed) / checks;
}
