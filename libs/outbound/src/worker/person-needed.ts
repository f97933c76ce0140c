import type { Logger } from '@nestjs/common';
import type { Step } from '../policy/call-progress.js';
import { personNeeded } from './outbound-metrics.js';

/** Whether a call goes on only by a person's decision. */
export function waitsForPerson({ state, dueInMs }: Step): boolean {
  return state === 'unknown' && dueInMs === null;
}

/** Counts and logs that a call has come to wait for a person. */
export function tellPersonNeeded(
  logger: Pick<Logger, 'error'>,
  facts: { readonly call: string; readonly type: string; readonly result: string; readonly reason: string | null },
): void {
  personNeeded.add(1, { type: facts.type });
  logger.error({ msg: 'a call waits for a person', ...facts });
}
