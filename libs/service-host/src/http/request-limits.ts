import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../problem/platform.problems.js';
import type { Problem } from '../problem/problem.js';
import { clientAddress } from './client-address.js';
import type { EdgePolicy } from './edge-policy.js';
import { MinuteStore } from './minute-store.js';

const WINDOW_MS = 60_000;

interface Counted {
  readonly key: string;
  readonly perMinute: number;
}

/** What a minute of one caller has come to. */
interface Count {
  readonly isExceeded: boolean;
  readonly remaining: number;
  /** Until the next minute begins; at least 1. */
  readonly seconds: number;
}

const known = new WeakSet<FastifyRequest>();

/** Whether a request's caller has shown who it is: its key, its signature. */
export function isKnown(request: FastifyRequest): boolean {
  return known.has(request);
}

type Counter = (request: FastifyRequest, counted: Counted) => Promise<Count>;

/**
 * How many requests a caller may send in a minute, and how many keys that are not valid a client address.
 *
 * A minute begins with the first request in it. Counted in this process alone: behind n replicas a caller may send up to n
 * times as many. A refused request has done nothing.
 */
export class RequestLimits {
  private readonly callers: Counter;
  private readonly addresses: Counter;

  constructor(
    fastify: FastifyInstance,
    private readonly policy: EdgePolicy,
  ) {
    void fastify.register(rateLimit, { global: false, store: MinuteStore });
    this.callers = counterOf(fastify);
    this.addresses = counterOf(fastify);
  }

  /**
   * Counts a request of a caller that is known, and tells it in `RateLimit` and `RateLimit-Policy` what is left
   * (draft-ietf-httpapi-ratelimit-headers-10).
   *
   * @param caller who is counted, unique in this service: a key, a shop. Never shown.
   * @throws {Problem} 429 `rate-limited` with `Retry-After`.
   */
  async take(
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    caller: string,
    perMinute: number = this.policy.requestsPerMinute,
  ): Promise<void> {
    known.add(request);
    const { isExceeded, remaining, seconds } = await this.callers(request, { key: caller, perMinute });
    void reply.header('ratelimit-policy', `"caller";q=${perMinute};w=${WINDOW_MS / 1_000}`);
    void reply.header('ratelimit', `"caller";r=${remaining};t=${seconds}`);
    if (isExceeded) throw tooMany(`At most ${perMinute} requests a minute are taken from one caller.`, seconds);
  }

  /**
   * What a request is answered whose key or signature is not valid: that problem, or 429 once there were too many of its
   * address.
   *
   * A valid key is not refused for others behind the same address: keys are too long to be guessed, and one till with an old
   * key must not stop its shop.
   */
  async refusal(request: FastifyRequest, answer: Problem): Promise<Problem> {
    const address = clientAddress(request, this.policy.trustedProxies);
    const key = address === undefined ? 'unknown' : normalizeIP(address);
    const { isExceeded, seconds } = await this.addresses(request, { key, perMinute: this.policy.refusalsPerMinute });
    return isExceeded ? tooMany('Too many keys or signatures that are not valid came from this address.', seconds) : answer;
  }
}

/** Counts by key. */
function counterOf(fastify: FastifyInstance): Counter {
  const requests = new WeakMap<FastifyRequest, Counted>();
  const options = {
    keyGenerator: (request: FastifyRequest): string => requests.get(request)!.key,
    max: (request: FastifyRequest): number => requests.get(request)!.perMinute,
    timeWindow: WINDOW_MS,
  };
  // the plugin is there only once the server is ready
  let check: ReturnType<FastifyInstance['createRateLimit']> | undefined;
  return async (request, counted) => {
    requests.set(request, counted);
    check ??= fastify.createRateLimit(options);
    const count = await check(request);
    if (count.isAllowed) throw new Error('nobody is exempt from the limits');
    return { isExceeded: count.isExceeded, remaining: count.remaining, seconds: Math.max(count.ttlInSeconds, 1) };
  };
}

function tooMany(detail: string, seconds: number): Problem {
  return problem('rate-limited', { detail, headers: { 'retry-after': String(seconds) } });
}
