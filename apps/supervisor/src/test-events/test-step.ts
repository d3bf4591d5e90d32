import { createHash } from 'node:crypto';
import type { LiveEvent, LiveUser } from '#libs/contracts';

type Without<T> = T extends LiveEvent ? Omit<T, 'id' | 'at' | 'receivedAt' | 'test'> : never;
/** An event before it is sent: without the id and the times that it gets then. */
export type TestDraft = Without<LiveEvent>;

/** What a test sends, and when: ms after it began. */
export interface TestStep {
  at: number;
  draft: TestDraft;
}

export interface TestPlan {
  kind: string;
  /** Rising in time; at least one. */
  steps: readonly TestStep[];
}

const MAX_HANDLE = 24;

/** Control characters and those that turn the direction of text, as they are taken out of what viewers write. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** What a streamer typed, as a viewer's words come. */
export function testText(typed: string, otherwise: string): string {
  const text = typed.replaceAll(UNSEEN, '').trim();
  return text === '' ? otherwise : text;
}

/** A viewer whom nobody knows. The same name is the same viewer, so that what belongs together is shown together. */
export function testViewer(typed: string, traits: Partial<LiveUser> = {}): LiveUser {
  const name = testText(typed, 'Test viewer');
  const handle = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.+|\.+$/g, '')
    .slice(0, MAX_HANDLE);
  return {
    id: `test-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`,
    handle: handle === '' ? 'test' : handle,
    name,
    ...{ moderator: false, subscriber: false, follower: false },
    ...traits,
  };
}

/** The event as it goes into the log. */
export function toTestEvent(draft: TestDraft, runId: string, index: number, now: number): LiveEvent {
  return { ...draft, id: `test:${runId}:${index}`, at: now, receivedAt: now, test: true };
}
