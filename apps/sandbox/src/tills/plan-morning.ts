import { fromKurus, toKurus } from '../money.js';
import { BRANCHES } from './branch-keys.js';
import { fillBelt, payWith, type Belt } from './belt.js';
import { Random } from '../world/random.js';
import { amountsOf, lineOf } from './receipt-arithmetic.js';
import { type SaleBody } from './sale-body.js';
import { ordinary, INVOICE_SCRIPTS, RECEIPT_SCRIPTS, type Script } from './scripts.js';

/** The fewest sales that hold every script. */
export const MIN_SALES = 60;

const TILLS_PER_BRANCH = 2;
const INVOICES_PER_300 = 40;

/** A sale that a till will ring up; the moment of sale is stamped when it does. */
export interface PlannedSale extends Omit<Script, 'buyer' | 'spoil' | 'article'> {
  readonly draft: Omit<SaleBody, 'soldAt'>;
}

/** What a morning is made from: the same values give the same morning. */
export interface MorningPlan {
  readonly sales: number;
  readonly seed: number;
  readonly zNumber: number;
}

/**
 * Plans a morning over all branches: ordinary receipts, invoices of every kind of buyer, and the scripts of what goes
 * wrong, spread evenly. Receipt numbers run from 1 per till and Z number.
 */
export function planMorning({ sales, seed, zNumber }: MorningPlan): PlannedSale[] {
  const random = new Random(`${seed} ${zNumber}`);
  const invoices = Math.max(INVOICE_SCRIPTS.length, Math.round((sales * INVOICES_PER_300) / 300));
  const withInvoice = cycled(INVOICE_SCRIPTS, invoices);
  const scripted = [...RECEIPT_SCRIPTS, ...withInvoice];
  const stride = sales / scripted.length;
  const byPosition = new Map(scripted.map((script, index) => [Math.floor(index * stride), script]));
  return Array.from({ length: sales }, (_, index) => plan(byPosition.get(index) ?? ordinary(index), index, zNumber, random));
}

/** The ordinary invoices repeat; the scripts of what goes wrong are played once. */
function cycled(scripts: readonly Script[], count: number): Script[] {
  const plain = scripts.filter((script) => script.expectation === 'completed-invoice' && script.sends === 1);
  const more = Array.from({ length: count - scripts.length }, (_, index) => plain[index % plain.length]);
  return [...scripts, ...more.filter((script) => script !== undefined)];
}

function plan(script: Script, index: number, zNumber: number, random: Random): PlannedSale {
  const { buyer, spoil, article, ...rest } = script;
  const belt = fillBelt(random, article);
  const draft: PlannedSale['draft'] = {
    branch: String((index % BRANCHES) + 1).padStart(3, '0'),
    till: String((Math.floor(index / BRANCHES) % TILLS_PER_BRANCH) + 1),
    zNumber,
    receiptNumber: Math.floor(index / (BRANCHES * TILLS_PER_BRANCH)) + 1,
    currency: 'TRY',
    pricesIncludeTax: true,
    ...priced(belt, random),
    ...(script.kind !== 'receipt' && { invoice: { requested: true as const, buyer: buyer?.(random) } }),
  };
  return { ...rest, draft: spoil ? spoil(draft) : draft };
}

function priced(belt: Belt, random: Random) {
  const amounts = amountsOf(belt.items, belt.discount);
  const discounts = [{ reason: 'Sadakat kartı', amount: fromKurus(belt.discount) }];
  return {
    lines: belt.items.map(lineOf),
    ...(belt.discount > 0n && { discounts }),
    ...amounts,
    payments: payWith(random, toKurus(amounts.totals.gross) ?? 0n),
  };
}
