import { BadRequestException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { problemSchema } from '#libs/contracts';
import { HandleTakenError } from '#libs/domain';
import { problemOf } from './problem-of-error.js';
import { ProblemError, toProblem } from './problem.js';

const answer = (error: unknown) => problemSchema.parse(toProblem(problemOf(error)));

describe('problemOf', () => {
  it('keeps what was meant for the caller', () => {
    const fields = [{ path: 'handle', message: 'wrong' }];
    expect(answer(new ProblemError(400, 'VALIDATION.FAILED', 'Some fields', fields))).toEqual({
      ...{ type: 'urn:streamshape:problem:validation.failed', title: 'Bad request', status: 400 },
      ...{ code: 'VALIDATION.FAILED', detail: 'Some fields', errors: fields },
    });
    expect(answer(new HandleTakenError('x'))).toMatchObject({ status: 409, code: 'STREAMER.HANDLE_TAKEN' });
  });

  it('translates what the HTTP layer refused, without repeating what was sent', () => {
    expect(answer(new NotFoundException('Cannot GET /secret-key'))).toMatchObject({ code: 'ROUTE.NOT_FOUND' });
    expect(JSON.stringify(answer(new NotFoundException('Cannot GET /secret-key')))).not.toContain('secret');
    expect(answer(new BadRequestException('x')).status).toBe(400);
    const tooLarge = Object.assign(new Error('Body'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 });
    expect(answer(tooLarge).code).toBe('REQUEST.TOO_LARGE');
    expect(answer(Object.assign(new Error('x'), { statusCode: 429 })).code).toBe('REQUEST.REFUSED');
  });

  it('says "later" while the database is away, and nothing about surprises', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const wrapped = new Error('query failed', { cause: refused });
    expect(answer(wrapped)).toMatchObject({ status: 503, code: 'SERVICE.UNAVAILABLE' });
    expect(answer(new Error('password is hunter2'))).toEqual({
      ...{ type: 'urn:streamshape:problem:internal', title: 'Internal error', status: 500, code: 'INTERNAL' },
    });
    expect(answer('a thrown text').status).toBe(500);
  });
});
