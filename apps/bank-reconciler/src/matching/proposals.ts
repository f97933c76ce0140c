import { decimalFromMinor } from '@kervan/commerce';
import { charactersIn, editDistance, leastDistance } from './edit-distance.js';
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
  const named = new Set(line.keys);
  const written = line.keys.slice(0, KEYS_COMPARED).map((key) => ({ key, characters: charactersIn(key) }));
  return pool
    .filter(({ standing }) => standing === Standing.open)
    .map((receivable) => scored(line, receivable, { isNamed: receivable.keys.some((key) => named.has(key)), written }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map(({ receivable: { orderId, orderNumber, invoiceNumber, amountMinor, currency }, why }) => {
      return { orderId, orderNumber, invoiceNumber, amount: decimalFromMinor(amountMinor, currency), currency, why };
    });
}

interface WrittenKey {
  readonly key: string;
  readonly characters: number;
}

function scored(
  line: LineToPropose,
  receivable: KeyedReceivable,
  { isNamed: named, written }: { readonly isNamed: boolean; readonly written: readonly WrittenKey[] },
): { receivable: Receivable; why: Why[]; score: number } {
  const sameAmount = receivable.amountMinor === line.amountMinor && receivable.currency === line.currency;
  const distance = named ? undefined : nearest(written, receivable.keys);
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
function nearest(written: readonly WrittenKey[], keys: readonly string[]): number | undefined {
  let least: number | undefined;
  for (const key of keys) {
    const characters = charactersIn(key);
    for (const one of written) {
      const most = Math.min(key.length < 8 ? 1 : 2, (least ?? Infinity) - 1);
      if (leastDistance(one.characters, characters) > most) continue;
      least = editDistance(one.key, key, most) ?? least;
    }
  }
  return least;
}
