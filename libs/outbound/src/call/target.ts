import { type RetryPolicy, standardRetry } from '@kervan/messaging';
import type { MaintenanceWindow } from '../policy/maintenance.js';
import type { ClientCredentials } from './client-credentials.js';
import { type Endpoint, endpointOf } from './endpoint.js';
import { faultsOf } from './target-faults.js';

/** What the far side makes of a call that comes twice. */
export const Repeat = {
  /** It answers the second from what it kept under the key: sending again is safe while the key lives. */
  key: 'key',
  /** It refuses the second, since the business reference is unique for ever: sending again is safe. */
  uniqueReference: 'uniqueReference',
  /** It would do it twice, but can be asked: sent again only after two empty look-ups. */
  lookupOnly: 'lookupOnly',
  /** It would do it twice: never sent again by itself, a person decides. */
  never: 'never',
} as const;

export type Repeat = (typeof Repeat)[keyof typeof Repeat];

/** When a target that fails is left alone. Per process; timeouts and 5xx count as failures, 4xx do not. */
export interface BreakerPolicy {
  /** Opens when at least this part of the calls in the window has failed… */
  readonly failureShare: number;
  /** …of at least so many… */
  readonly minimumCalls: number;
  /** …in this time; milliseconds. */
  readonly windowMs: number;
  /** Milliseconds until the first probe. */
  readonly openMs: number;
  /** So many calls are let through as probes, then the breaker closes or opens again. */
  readonly probes: number;
  /** Once it closes, the calls at a time rise from the number of probes to all slots in this time; milliseconds. */
  readonly rampMs: number;
}

export const standardBreaker: BreakerPolicy = {
  failureShare: 0.5,
  minimumCalls: 20,
  windowMs: 30_000,
  openMs: 15_000,
  probes: 3,
  rampMs: 10_000,
};

/** A system that is called: where it is, what it promises about repetition, and how hard it may be pressed. */
export interface Target {
  /** Kept in every row and lease of the target. */
  readonly name: string;
  /** Origin, and path prefix if any; nothing else, since spans show it. Plain http is refused unless the module allows it. */
  readonly baseUrl: string;
  /** Headers of every request, such as the authorization; asked anew each time. Never stored. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** For a target that wants access tokens: each request carries one, in place of an `authorization` of {@link headers}. */
  readonly oauth?: ClientCredentials;
  /**
   * The authorities that may have signed its certificate, and that of its token URL, as PEM; asked for at each request.
   * By default those of Node.js.
   */
  readonly ca?: () => string;
  readonly repeat: Repeat;
  /** How long the far side remembers a key; milliseconds. After that, `key` is treated as `lookupOnly`. */
  readonly keyLifetimeMs: number;
  /** How long the far side may go on working on a request whose connection is gone; milliseconds. */
  readonly maxProcessingMs: number;
  /** How long what was done may stay invisible to a look-up; milliseconds. */
  readonly lookupLagMs: number;
  /** Calls at the same time, over all replicas. */
  readonly slots: number;
  /** Calls a second, over all replicas; below 1, one in so many seconds. Without a limit when absent. */
  readonly ratePerSecond?: number;
  /** From the connection's start to the last byte of the answer; milliseconds. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  readonly maintenance: readonly MaintenanceWindow[];
  /** What {@link baseUrl} says, read once. */
  readonly endpoint: Endpoint;
}

type Defaulted = 'headers' | 'timeoutMs' | 'connectTimeoutMs' | 'maxAnswerBytes' | 'retry' | 'breaker' | 'maintenance';

/** What describes a target: all of it but what has a default, or follows from the rest. */
export type TargetSettings = Omit<Target, Defaulted | 'endpoint'> & Partial<Pick<Target, Defaulted>>;

/**
 * Describes a target. By default: 30 s in all, 2 s to connect, answers of up to 10 MiB, the standard retry and breaker.
 *
 * @throws naming every value that cannot be, or contradicts another.
 */
export function defineTarget(target: TargetSettings): Target {
  const whole: Target = {
    headers: () => ({}),
    timeoutMs: 30_000,
    connectTimeoutMs: 2_000,
    maxAnswerBytes: 10 * 1024 * 1024,
    retry: standardRetry,
    breaker: standardBreaker,
    maintenance: [],
    ...target,
    endpoint: endpointOf(target.baseUrl),
  };
  const faults = faultsOf(whole);
  if (faults.length > 0) throw new Error(`target ${target.name}: ${faults.join('; ')}`);
  return whole;
}
