import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../problem/problem.js';
import { AddressRanges } from './address-ranges.js';
import { RequestLimits } from './request-limits.js';

const DAY_MS = 86_400_000;

describe('what a caller may send in a minute', () => {
  let server: FastifyInstance;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    server = fastify();
    const policy = { trustedProxies: new AddressRanges([]), requestsPerMinute: 2, refusalsPerMinute: 2 };
    const limits = new RequestLimits(server, policy);
    server.get('/:caller', async (request, reply) => {
      try {
        await limits.take({ request, reply }, (request.params as { caller: string }).caller);
      } catch (error) {
        if (error instanceof Problem) return `wait ${error.options.headers?.['retry-after']}`;
        throw error;
      }
      return reply.getHeader('ratelimit');
    });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await server.close();
  });

  const ask = async (caller = 'till'): Promise<string> => (await server.inject(`/${caller}`)).body;

  it('begins anew a minute after its first request, for each caller by itself', async () => {
    expect(await ask()).toBe('"caller";r=1;t=60');
    vi.advanceTimersByTime(40_000);
    expect([await ask(), await ask(), await ask('other')]).toEqual(['"caller";r=0;t=20', 'wait 20', '"caller";r=1;t=60']);
    vi.advanceTimersByTime(19_999);
    expect(await ask()).toBe('wait 1');
    vi.advanceTimersByTime(1);
    expect([await ask(), await ask('other')]).toEqual(['"caller";r=1;t=60', '"caller";r=0;t=40']);
  });

  it.each([
    ['back', -DAY_MS],
    ['on', DAY_MS],
  ])('is a minute also where the clock is set %s by a day', async (_way, byMs) => {
    expect([await ask(), await ask()]).toEqual(['"caller";r=1;t=60', '"caller";r=0;t=60']);
    vi.setSystemTime(Date.now() + byMs);
    expect(await ask()).toBe('wait 60');
    vi.advanceTimersByTime(60_000);
    expect(await ask()).toBe('"caller";r=1;t=60');
  });
});
