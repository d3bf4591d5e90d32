import type { StatusPart } from '#libs/contracts';

/** Whether a part was well at a moment. */
export interface StatusLook {
  part: StatusPart;
  ok: boolean;
  at: Date;
}

export interface StatusDay {
  part: StatusPart;
  /** UTC, like 2026-11-23. */
  day: string;
  checks: number;
  failed: number;
}

export interface StatusIncident {
  part: StatusPart;
  beganAt: Date;
  endedAt: Date | null;
}

/** The history of the status page. Several supervisors write it: an incident lasts while any of them sees it. */
export interface StatusRepository {
  /** All or none, in the order of time. An incident ends when nobody has seen it for `clearMs`. */
  note(looks: readonly StatusLook[], clearMs: number): Promise<void>;
  /** `incidents` newest first, fifty at most. */
  history(days: number): Promise<{ days: StatusDay[]; incidents: StatusIncident[] }>;
  prune(keepDays: number): Promise<number>;
}

/** What the operator tells everybody. */
export interface StatusNotice {
  title: string;
  text: string;
  startsAt: Date;
  endsAt: Date | null;
}

/** Announcements of level incident, for whoever keeps them. */
export interface StatusNotices {
  /** Those in force and those of the last days, newest first. */
  recent(days: number): Promise<StatusNotice[]>;
}
