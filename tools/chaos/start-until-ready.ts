import { setTimeout as wait } from 'node:timers/promises';
import { ManagedProcess, type ProcessPlan } from '../stack/managed-process.js';

const AGAIN_AFTER_MS = 500;

/**
 * Starts a process, and again while it ends before it is ready, as Kubernetes would: what it needs may be away just then.
 *
 * @param onStart is told of each process at once.
 * @throws what the last one ended with, once the time of the plan is up.
 */
export async function startUntilReady(plan: ProcessPlan, onStart: (process: ManagedProcess) => void): Promise<ManagedProcess> {
  const end = performance.now() + plan.readyWithinMs;
  for (;;) {
    const process = ManagedProcess.start({ ...plan, readyWithinMs: end - performance.now() });
    onStart(process);
    try {
      return await process.ready();
    } catch (error) {
      if (process.running || performance.now() + AGAIN_AFTER_MS > end) throw error;
      await wait(AGAIN_AFTER_MS);
    }
  }
}
