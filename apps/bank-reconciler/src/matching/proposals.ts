import { decimalFromMinor } from '@kervan/commerce';
import { charactersIn, editDistance, leastDistance } from './edit-distance.js';
import { type Receivable, Standing } from './matching-rule.js';

/** Why an order is proposed, the strongest first; at last what speaks against it. */
export const Why = {
  named: 'named',
  sameAmount: 'same-amount',
  nearReference: 'near-reference',
  /** Its payment is booked only where the order goes on regardless of the cancellation. */
  cancelled: 'order-cancelled',
  /** The line is matched with it, and another amount is due of it since. */
  matched: 'matched-with-it',
} as const;

export type Why = (typeof Why)[keyof typeof Why];

/** An order that a line may pay, for a person to decide. */
export interface Proposal {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly invoiceNumber: string | null;
  /** What is open of it; of one that the line is matched with, what is due of it. */
  readonly amount: string;
  readonly currency: string;
  /** What the lines have brought that are matched with it, this one too if it is; null where none is. */
  readonly came: string | null;
  readonly why: readonly Why[];
}

/** A receivable with the numbers by which payers name it. */
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
 * Up to three open orders that a line may pay: best is one that its texts name, then one of which the same amount is open, then one
 * whose number is up to two typing errors away from what was written. A cancelled one is proposed only where it is
 * named, after an open one of which as much agrees. None where the line is of nothing: it pays no order, whatever it names.
 */
export function proposalsFor(line: LineToPropose, pool: readonly KeyedReceivable[]): Proposal[] {
  if (line.amountMinor === 0) return [];
  const named = new Set(line.keys);
  const written = line.keys.slice(0, KEYS_COMPARED).map((key) => ({ key, characters: charactersIn(key) }));
  return pool
    .map((receivable) => ({ receivable, isNamed: receivable.keys.some((key) => named.has(key)) }))
    .filter(({ receivable: { standing }, isNamed }) => isProposable(standing, isNamed))
    .map(({ receivable, isNamed }) => scored(line, receivable, { isNamed, written }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map(({ receivable, why }) => proposalOf(receivable, receivable.openMinor, why));
}

/** The order that a line is matched with, of which another amount is due since: a person may accept the difference. */
export function proposalOfMatched(receivable: Receivable): Proposal {
  return proposalOf(receivable, receivable.dueMinor, [Why.matched]);
}

function proposalOf(
  { orderId, orderNumber, invoiceNumber, cameMinor, currency }: Receivable,
  amountMinor: number,
  why: readonly Why[],
): Proposal {
  const [amount, came] = [amountMinor, cameMinor].map((minor) => decimalFromMinor(minor, currency)) as [string, string];
  return { orderId, orderNumber, invoiceNumber, amount, currency, came: cameMinor > 0 ? came : null, why };
}

function isProposable(standing: Standing, isNamed: boolean): boolean {
  return standing === Standing.open || (standing === Standing.cancelled && isNamed);
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
  const sameAmount = receivable.openMinor === line.amountMinor && receivable.currency === line.currency;
  const cancelled = receivable.standing === Standing.cancelled;
  const distance = named ? undefined : nearest(written, receivable.keys);
  const why = [
    ...(named ? [Why.named] : []),
    ...(sameAmount ? [Why.sameAmount] : []),
    ...(distance === undefined ? [] : [Why.nearReference]),
    ...(cancelled ? [Why.cancelled] : []),
  ];
  const score =
    (named ? weight.named : 0) - (cancelled ? 1 : 0) + (sameAmount ? weight['same-amount'] : 0) + (distance === undefined ? 0 : 3 - distance);
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
