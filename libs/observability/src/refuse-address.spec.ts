import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemSchema } from '#libs/contracts';
import { refuseAddress } from './refuse-address.js';

const fastify = new FastifyAdapter({ frameworkErrors: refuseAddress }).getInstance();
beforeAll(async () => {
  fastify.get('/things/:id', () => 'a thing');
  await fastify.ready();
});
afterAll(() => fastify.close());

it('answers addresses that the router refuses as everything else, without repeating them', async () => {
  const answers = [
    { url: '/%ff<script>', status: 400, code: 'REQUEST.BAD_ADDRESS' },
    { url: '/things/%', status: 400, code: 'REQUEST.BAD_ADDRESS' },
    { url: `/things/${'x'.repeat(500)}`, status: 414, code: 'REQUEST.ADDRESS_TOO_LONG' },
  ];
  for (const { url, ...said } of answers) {
    const answer = await fastify.inject(url);
    expect(answer.headers['content-type'], url).toBe('application/problem+json');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(problemSchema.parse(answer.json())).toMatchObject(said);
    expect(answer.statusCode).toBe(said.status);
    expect(answer.body).not.toMatch(/script|%|xxx/);
  }
});
