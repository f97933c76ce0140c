import type { Verdict } from '../judge/judge.js';
import type { ServiceName } from '../platform/services.js';
import type { Traffic } from './balancer.js';
import type { Departure } from './fleet.js';
import { STOP_LIMIT_MS, type UpgradePlan } from './upgrade-plan.js';
import type { Wire } from './wire.js';

/** One part of a run. */
export interface PhaseOfRun {
  readonly what: string;
  readonly fromSeconds: number;
  readonly seconds: number;
}

/** All that a run has shown. */
export interface UpgradeOutcome {
  readonly plan: UpgradePlan;
  readonly phases: readonly PhaseOfRun[];
  readonly mornings: number;
  readonly verdict: Verdict;
  readonly departures: readonly Departure[];
  readonly crashes: readonly string[];
  readonly traffic: ReadonlyMap<ServiceName, Traffic>;
  readonly wire: Wire;
  readonly callsWithoutResult: number;
}

/** What must not be, a sentence each; none of a run that is sound. */
export function faultsOf({ verdict, departures, crashes, traffic, callsWithoutResult }: UpgradeOutcome): string[] {
  const left = departures.filter(({ exitCode, ms }) => exitCode !== 0 || ms > STOP_LIMIT_MS);
  const errors = [...traffic].flatMap(([service, seen]) => seen.errors.map((error) => `a caller of ${service}: ${error}`));
  return [
    ...verdict.findings.map(({ code, subject, detail }) => `${code}: ${subject}: ${detail}`),
    ...left.map(({ label, exitCode, ms }) => `${label}: exit ${exitCode ?? 'by a signal'} ${ms} ms after SIGTERM`),
    ...crashes,
    ...errors,
    ...(callsWithoutResult > 0 ? [`${callsWithoutResult} outgoing calls were left without a result`] : []),
  ];
}
