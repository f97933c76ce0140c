import { setTimeout as wait } from 'node:timers/promises';
import type { ManagedProcess, ProcessPlan } from '../stack/managed-process.js';

const AGAIN_AFTER_MS = 500;

/**
 * Starts a process, and again while it ends before it is ready, as Kubernetes would: what it needs may be away just then.
 *
 * @param start starts one; where it does not any more, what it throws is thrown.
 * @throws what the last one ended with, once the time of the plan is up.
 */
export async function startUntilReady(plan: ProcessPlan, start: (plan: ProcessPlan) => ManagedProcess): Promise<ManagedProcess> {
  const end = performance.now() + plan.readyWithinMs;
  for (;;) {
    const process = start({ ...plan, readyWithinMs: end - performance.now() });
    try {
      return await process.ready();
    } catch (error) {
      if (process.running || performance.now() + AGAIN_AFTER_MS > end) throw error;
      await wait(AGAIN_AFTER_MS);
    }
  }
}
