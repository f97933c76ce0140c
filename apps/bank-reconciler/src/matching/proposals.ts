import { decimalFromMinor } from '@kervan/commerce';
import { editDistance } from './edit-distance.js';
import { type Receivable, Standing } from './matching-rule.js';

/** Why an order is proposed, the strongest first. */
export const Why = { named: 'named', sameAmount: 'same-amount', nearReference: 'near-reference' } as const;

export type Why = (typeof Why)[keyof typeof Why];

/** An order that a line may pay, for a person to decide. */
export interface Proposal {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly invoiceNumber: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly why: readonly Why[];
}

/** An open receivable with the numbers by which payers name it. */
export interface KeyedReceivable extends Receivable {
  readonly keys: readonly string[];
}

/** A line for which something is proposed. */
export interface LineToPropose {
  readonly amountMinor: number;
  readonly currency: string;
  readonly keys: readonly string[];
}

const MOST = 3;
const KEYS_COMPARED = 200;
const weight = { named: 8, 'same-amount': 4 } as const;

/**
 * Up to three open orders that a line may pay: best is one that its texts name, then one of the same amount, then one
 * whose number is up to two typing errors away from what was written.
 */
export function proposalsFor(line: LineToPropose, pool: readonly KeyedReceivable[]): Proposal[] {
  const written = new Set(line.keys);
  return pool
    .filter(({ standing }) => standing === Standing.open)
    .map((receivable) => scored(line, written, receivable))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map(({ receivable: { orderId, orderNumber, invoiceNumber, amountMinor, currency }, why }) => {
      return { orderId, orderNumber, invoiceNumber, amount: decimalFromMinor(amountMinor, currency), currency, why };
    });
}

function scored(
  line: LineToPropose,
  written: ReadonlySet<string>,
  receivable: KeyedReceivable,
): { receivable: Receivable; why: Why[]; score: number } {
  const named = receivable.keys.some((key) => written.has(key));
  const sameAmount = receivable.amountMinor === line.amountMinor && receivable.currency === line.currency;
  const distance = named ? undefined : nearest(line.keys, receivable.keys);
  const why = [
    ...(named ? [Why.named] : []),
    ...(sameAmount ? [Why.sameAmount] : []),
    ...(distance === undefined ? [] : [Why.nearReference]),
  ];
  const score =
    (named ? weight.named : 0) + (sameAmount ? weight['same-amount'] : 0) + (distance === undefined ? 0 : 3 - distance);
  return { receivable, why, score };
}

/** One typing error in a short number, two in one of 8 characters or more. */
function nearest(written: readonly string[], keys: readonly string[]): number | undefined {
  let least: number | undefined;
  for (const key of keys) {
    const most = key.length < 8 ? 1 : 2;
    for (const one of written.slice(0, KEYS_COMPARED)) {
      const distance = editDistance(one, key, Math.min(most, (least ?? most + 1) - 1));
      if (distance !== undefined) least = distance;
    }
  }
  return least;
}
