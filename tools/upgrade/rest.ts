import { join } from 'node:path';
import { judge, type Verdict } from '../judge/judge.js';
import { addressesIn } from '../judge/service-addresses.js';
import type { Installation } from '../platform/services.js';

const TRY_EVERY_MS = 2_000;
/** A call whose worker has died is unknown for 40 s, and is asked about after that. */
const WITHIN_MS = 120_000;

/**
 * The judge's word once every order is where it should be, or his last one when that takes too long. Nobody but the sandbox
 * may have sent anything to the installation.
 */
export async function verdictAtRest(installation: Installation): Promise<Verdict> {
  const end = performance.now() + WITHIN_MS;
  const plan = { sandboxDir: join(installation.folder, 'sandbox'), services: addressesIn(installation), onlySandbox: true };
  let verdict = await judge(plan);
  while (!verdict.ok && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    verdict = await judge(plan);
  }
  return verdict;
}
