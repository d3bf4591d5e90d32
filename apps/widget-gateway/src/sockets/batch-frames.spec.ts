import { describe, expect, it } from 'vitest';
import type { LiveEventType } from '#libs/contracts';
import { BatchFrames, type PageFrame } from './batch-frames.js';

function frames(...types: LiveEventType[]): BatchFrames {
  const items = types.map((type, n) => ({ type, json: Buffer.from(`{"offset":${n + 11}}`) }));
  return new BatchFrames({ epoch: 'e', from: 10, to: 10 + types.length, changed: new Set(), items });
}

/** What the page reads; the header of so short a text frame has two bytes. */
function read({ frame, dropped }: PageFrame) {
  return { told: frame && JSON.parse(frame.subarray(2).toString()).data, dropped };
}

describe('the frames of a batch', () => {
  it('tell a page what was left out before, as soon as it takes everything again', () => {
    expect(read(frames('chat', 'gift').frameFor('feed', 10, 3))).toEqual({
      told: { from: 10, to: 12, items: [{ offset: 11 }, { offset: 12 }], dropped: 3 },
      dropped: 0,
    });
  });

  it('hold alerts alone for a page that cannot take everything, and count the rest', () => {
    expect(read(frames('chat', 'gift', 'like').alertsFor('feed', 10, 3))).toEqual({
      told: { from: 10, to: 13, items: [{ offset: 12 }], dropped: 5 },
      dropped: 0,
    });
    expect(read(frames('chat', 'like').alertsFor('feed', 10, 3))).toEqual({ told: undefined, dropped: 5 });
    expect(read(frames('chat', 'like').alertsFor('chat', 10, 0))).toEqual({ told: undefined, dropped: 1 });
  });

  it('keep the count for pages whose widget gets nothing of it', () => {
    expect(read(frames('chat').frameFor('gifts', 10, 3))).toEqual({ told: undefined, dropped: 3 });
  });

  it('are built once for all pages that get the same bytes', () => {
    const batch = frames('chat', 'gift');
    expect(batch.frameFor('feed', 10, 0).frame).toBe(batch.frameFor('feed', 10, 0).frame);
    expect(batch.alertsFor('feed', 10, 1).frame).toBe(batch.alertsFor('feed', 10, 1).frame);
    expect(batch.frameFor('feed', 9, 0).frame).not.toEqual(batch.frameFor('feed', 10, 0).frame);
  });
});
