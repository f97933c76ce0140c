import { join } from 'node:path';
import type { Ledgers } from '../judge/ledger-lines.js';
import { interchangesOf } from '../judge/partner-inputs.js';
import { readLedgers } from '../judge/read-ledgers.js';
import { shopInputsOf } from '../judge/shop-inputs.js';
import { tillInputsOf } from '../judge/till-inputs.js';
import type { World } from './world.js';

/** What was sent in a while, and how much of it has had a clear answer since. */
export interface Intake {
  readonly sent: number;
  readonly answered: number;
}

/** {@link intakeOf} by the ledgers as they stand now. */
export async function intakeNow({ platform: { installation } }: World, begin: number, end: number): Promise<Intake> {
  return intakeOf(await readLedgers(join(installation.folder, 'sandbox')), begin, end);
}

/** The orders of every channel that were sent first between two moments; milliseconds since 1970. */
export function intakeOf(ledgers: Ledgers, begin: number, end: number): Intake {
  const orders = [
    ...tillInputsOf(ledgers).map(({ rung, answers }) => ({ at: rung.at, answered: isClear(answers) })),
    ...shopInputsOf(ledgers).map(({ ordered, deliveries }) => ({ at: ordered.at, answered: isClear(deliveries) })),
    ...interchangesOf(ledgers).flatMap(({ entry, controls }) => entry.orders.map(() => ({ at: entry.at, answered: controls.length > 0 }))),
  ].filter(({ at }) => Date.parse(at) >= begin && Date.parse(at) < end);
  return { sent: orders.length, answered: orders.filter(({ answered }) => answered).length };
}

function isClear(answers: readonly { readonly answer: string }[]): boolean {
  return answers.some(({ answer }) => answer !== 'unknown');
}
