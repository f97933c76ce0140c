import { join } from 'node:path';
import type { FaultPlan } from './fault-plan.js';
import { lineOf } from './report.js';
import type { FaultResult, Results } from './result.js';
import { brokenOff, runFault, skipped } from './run-fault.js';
import type { Sites } from './sites.js';

/** What runs are done with. */
export interface Means {
  readonly sites: Pick<Sites, 'siteFor' | 'retire'>;
  readonly results: Pick<Results, 'write'>;
  /** Gets a folder for each run with a finding. */
  readonly evidence: string;
  readonly tell: (sentence: string) => void;
  /** Once it is aborted nothing is begun, judged or written any more. */
  readonly signal: AbortSignal;
  readonly run?: typeof runFault;
}

/**
 * Runs one after another, and writes the result of each; tells whether all of them are sound.
 *
 * One that comes to no judgement has failed, and what tells why is kept; the next begins on a new site.
 */
export async function runRows(runs: readonly FaultPlan[], means: Means): Promise<boolean> {
  let sound = true;
  for (const [index, run] of runs.entries()) {
    means.tell(`${index + 1} of ${runs.length}: fault ${run.fault.number} ${run.fault.name}, seed ${run.seed} …`);
    sound = (await runRow(run, means)) && sound;
  }
  return sound;
}

async function runRow(plan: FaultPlan, means: Means): Promise<boolean> {
  const { sites, results, evidence, tell, signal } = means;
  signal.throwIfAborted();
  const result = await resultOf(plan, means).catch((error: unknown) => brokenOff(plan, error));
  signal.throwIfAborted(); // whoever has ended the runs has taken their site away: that says nothing of the fault
  results.write(result);
  tell(lineOf(result));
  if (result.verdict !== 'failed') return true;
  const kept = join(evidence, `${plan.fault.number}-${plan.seed}`);
  await sites.retire(kept).catch((error: unknown) => tell(`Its site could not be closed: ${String(error)}; what tells of it is in ${kept}.`));
  return false;
}

async function resultOf(plan: FaultPlan, { sites, tell, run = runFault }: Means): Promise<FaultResult> {
  const reason = await plan.fault.needs?.();
  return reason === undefined ? run(await sites.siteFor(plan), plan, tell) : skipped(plan, reason);
}
