import { describe, expect, it } from 'vitest';
import { streamerSchema, type SourceStatus } from '#libs/contracts';
import type { StreamerRecord } from '#libs/domain';
import { toStreamer } from './streamer-view.js';

const record: StreamerRecord = {
  id: '5600e838-26e8-4a61-a0a1-3d1d917efb35',
  handle: 'demo',
  enabled: true,
  ...{ suspended: false, entitled: true, accountId: null },
  timeZone: 'UTC',
  key: { hash: 'hash of the key', encrypted: 'sealed key' },
  rev: 1,
  createdAt: 1_700_000_000_000,
  broker: { generation: 2, nodeId: 'w1' },
};
const live: SourceStatus = { state: 'live', since: 5 };

describe('toStreamer', () => {
  it('shows the reported status and nothing of the key', () => {
    const shown = streamerSchema.strict().parse(toStreamer(record, live));
    expect(shown.broker).toEqual({ generation: 2, nodeId: 'w1', status: live });
    expect(JSON.stringify(toStreamer(record, live))).not.toContain('key');
  });

  it('knows why there is none', () => {
    const code = (streamer: StreamerRecord, status: SourceStatus | undefined | 'unreadable') =>
      toStreamer(streamer, status).broker.status.reason?.code;
    expect(code(record, undefined)).toBe('BROKER.UNASSIGNED');
    expect(code(record, 'unreadable')).toBe('STATUS.UNAVAILABLE');
    expect(code({ ...record, enabled: false }, live)).toBe('BROKER.DISABLED');
    expect(code({ ...record, suspended: true }, live)).toBe('ACCOUNT.SUSPENDED');
    expect(code({ ...record, entitled: false }, live)).toBe('ACCOUNT.NOT_ENTITLED');
  });
});
