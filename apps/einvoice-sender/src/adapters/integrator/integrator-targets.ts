import { type RetryPolicy, standardRetry } from '@kervan/messaging';
import { defineTarget, type OAuthClient, Repeat, type Target } from '@kervan/outbound';
import type { Secret } from '@kervan/service-host';

const SECOND = 1_000;
const YEAR = 365 * 24 * 3_600 * SECOND;

/** A question that nobody answers harms nothing: it is asked again for as long as it takes, and needs no person. */
const withoutEnd: RetryPolicy = { ...standardRetry, giveUpAfterMs: Infinity };

/** The integrator as two targets, so that a queue of invoices never delays look-ups and questions. */
export interface IntegratorTargets {
  /** Takes invoices; knows each by its ETTN for ever. */
  readonly transmission: Target;
  /** Answers look-ups and questions, which change nothing. */
  readonly questions: Target;
}

/** Where an integrator is, and how hard it may be pressed. */
export interface IntegratorSettings {
  /** The base of its API, without a slash at the end. */
  readonly url: string;
  /** Its bearer key; the client's secret where it asks for access tokens. */
  readonly apiKey: Secret;
  /** Where it asks for access tokens: how they are to be had. */
  readonly oauth?: OAuthClient | undefined;
  /** The authorities that may have signed its certificate. */
  readonly ca?: Secret | undefined;
  /** Calls at the same time to each of its targets, over all replicas. */
  readonly slots: number;
}

/** Describes the integrator's REST API. */
export function integratorTargets({ url, apiKey, oauth, ca, slots }: IntegratorSettings): IntegratorTargets {
  const key = (): string => apiKey.current();
  const shared = {
    baseUrl: url,
    ...(oauth ? { oauth: { ...oauth, clientSecret: key } } : { headers: () => ({ authorization: `Bearer ${key()}` }) }),
    ...(ca && { ca: () => ca.current() }),
    repeat: Repeat.key,
    keyLifetimeMs: 10 * YEAR,
    maxProcessingMs: 60 * SECOND,
    lookupLagMs: 2 * SECOND,
    slots,
  };
  return {
    transmission: defineTarget({ ...shared, name: 'integrator' }),
    questions: defineTarget({ ...shared, name: 'integrator-questions', retry: withoutEnd }),
  };
}
