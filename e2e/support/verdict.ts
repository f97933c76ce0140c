import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { judge, type Verdict } from '@kervan/tools/judge/judge';
import { addressesIn } from '@kervan/tools/judge/service-addresses';
import type { Installation } from '@kervan/tools/platform/services';
import { exceptByHand } from './by-hand.js';

/** Until all is at rest. A call whose worker was killed is unknown once its lease has ended: the target's timeout of 30 s and 10 s. */
export const REST = { withinMs: 120_000, everyMs: 500 };

/**
 * The judge's word once every order is where it should be, or his last one when that takes too long.
 *
 * Whatever a service knows that neither the sandbox nor a test file has sent is invented. @throws where he cannot judge.
 */
export async function verdictAtRest(installation: Installation): Promise<Verdict> {
  const plan = { sandboxDir: join(installation.folder, 'sandbox'), services: addressesIn(installation), onlySandbox: true };
  let verdict: Verdict | undefined;
  await eventually('the judge has nothing to object', async () => (verdict = exceptByHand(await judge(plan))).ok, REST).catch((error: unknown) => {
    if (!verdict) throw error;
  });
  return verdict!;
}
