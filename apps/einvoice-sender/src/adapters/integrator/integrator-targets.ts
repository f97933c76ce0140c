import { defineTarget, Repeat, type Target } from '@kervan/outbound';

const SECOND = 1_000;
const YEAR = 365 * 24 * 3_600 * SECOND;

/** The integrator as two targets, so that a queue of invoices never delays look-ups and questions. */
export interface IntegratorTargets {
  /** Takes invoices; knows each by its ETTN for ever. */
  readonly transmission: Target;
  /** Answers look-ups and questions, which change nothing. */
  readonly questions: Target;
}

/** Describes the integrator's REST API. @param url its base, without a slash at the end. */
export function integratorTargets(url: string, apiKey: string): IntegratorTargets {
  const shared = {
    baseUrl: url,
    headers: () => ({ authorization: `Bearer ${apiKey}` }),
    repeat: Repeat.key,
    keyLifetimeMs: 10 * YEAR,
    maxProcessingMs: 60 * SECOND,
    lookupLagMs: 2 * SECOND,
  };
  return {
    transmission: defineTarget({ ...shared, name: 'integrator', slots: 8 }),
    questions: defineTarget({ ...shared, name: 'integrator-questions', slots: 8 }),
  };
}
