import type { Ledgers } from '../judge/ledger-lines.js';
import type { Fault } from './faults/fault.js';
import { WINDOW_SECONDS } from './throughput.js';
import type { World } from './world.js';

/** What a limit to the way back is given more: in any one window a few orders may be missing. */
export const GRACE_SECONDS = WINDOW_SECONDS;

/** What was measured of a run, as far as rows set limits to it. */
export interface Measured {
  readonly backSeconds: number | undefined;
  readonly callsPerDocument: number;
  readonly restSeconds: number | undefined;
}

/** Requests to the ERP for each document and refusal in its ledger; a request that only repeats one is none. */
export function callsPerDocumentOf(calls: number, { erp }: Pick<Ledgers, 'erp'>): number {
  return calls / Math.max(erp.filter(({ kind }) => kind !== 'repeat').length, 1);
}

/** Holds what was measured against the limits of a row, and against those of every row: all orders come through in time. */
export function noteLimits(world: Pick<World, 'miss' | 'measured'>, fault: Fault, { backSeconds, callsPerDocument, restSeconds }: Measured): void {
  const { limitSeconds, mostCallsPerDocument, restWithinSeconds } = fault;
  if (limitSeconds !== undefined && backSeconds === undefined) world.miss('nine tenths of the rate were not seen again');
  if (limitSeconds !== undefined && backSeconds !== undefined && backSeconds > limitSeconds + GRACE_SECONDS) {
    world.measured('the way back to nine tenths of the rate', backSeconds, limitSeconds);
  }
  if (mostCallsPerDocument !== undefined && callsPerDocument > mostCallsPerDocument) {
    world.miss(`the ERP was called ${callsPerDocument.toFixed(2)} times for each document; the limit is ${mostCallsPerDocument}`);
  }
  if (restSeconds === undefined) world.miss('not all orders were seen to come through in the time that they have');
  if (restWithinSeconds !== undefined && restSeconds !== undefined) world.measured('bringing all orders through', restSeconds, restWithinSeconds);
}
