import { describe, expect, it } from 'vitest';
import { errorOf, messageOf, unreachable } from './problem.js';

const problem = (status: number, more: object = {}) => ({ type: 'x', title: 'x', status, code: 'SOME.CODE', ...more });

describe('errorOf', () => {
  it('takes the words of the server as a sentence', () => {
    expect(errorOf(409, problem(409, { detail: 'another streamer follows this handle' })).message).toBe(
      'Another streamer follows this handle.',
    );
  });

  it('keeps what is wrong with each field', () => {
    const errors = [{ path: 'email', message: 'an e-mail address like name@example.org' }];
    const error = errorOf(400, problem(400, { detail: 'Some fields are not valid', errors }));
    expect(error.fields).toEqual({ email: 'An e-mail address like name@example.org.' });
    expect(error.code).toBe('SOME.CODE');
  });

  it('says when to come back', () => {
    const error = errorOf(429, problem(429, { detail: 'slow down' }), '30');
    expect(error.message).toBe('Too many tries. Try again in 30 seconds.');
    expect(error.retryAfter).toBe(30);
  });

  it('has words where the server has none', () => {
    for (const status of [0, 401, 403, 404, 500, 502, 503, 504, 418]) {
      expect(errorOf(status, '<html>').message).toMatch(/^[A-Z].+[.!]$/);
    }
    expect(errorOf(500, problem(500, { detail: 'SELECT * FROM x' })).message).not.toContain('SELECT');
  });

  it('tells a wrong password from a session that ended', () => {
    const wrong = problem(401, { code: 'AUTH.WRONG', detail: 'This address and password do not belong together' });
    expect(errorOf(401, wrong).message).toBe('This address and password do not belong together.');
    expect(errorOf(401, problem(401, { code: 'AUTH.REQUIRED', detail: 'Send a token' })).message).toContain('Sign in');
  });
});

it('never shows what was not written for people', () => {
  expect(messageOf(new TypeError('x is undefined'))).not.toContain('undefined');
  expect(messageOf(unreachable(new TypeError('fetch failed')))).toContain('did not answer');
});
