import { describe, expect, it } from 'vitest';
import { BadAssignmentError, deduplicationId, parseAssignment } from './assignment-job.js';

const assignment = {
  streamerId: 'ffffffff-26e8-4a61-a0a1-3d1d917efb35',
  handle: 'demo',
  generation: 3,
  timeZone: 'UTC',
};

describe('an assignment job', () => {
  it('is one per streamer and generation', () => {
    expect(deduplicationId(assignment)).toBe('ffffffff-26e8-4a61-a0a1-3d1d917efb35:3');
  });

  it('is read strictly, and says what is wrong', () => {
    expect(parseAssignment(assignment)).toEqual(assignment);
    expect(() => parseAssignment({ ...assignment, generation: 0 })).toThrow(BadAssignmentError);
    expect(() => parseAssignment({ ...assignment, generation: 0 })).toThrow(/generation/);
    expect(() => parseAssignment('nonsense')).toThrow(/job/);
  });
});
