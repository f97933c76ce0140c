import {
  decimalFromMinor,
  type OrderDiscrepancy,
  orderDiscrepancies,
  RuleBroken,
} from '@kervan/commerce';
import type { Order } from '@kervan/contracts';
import type { ProblemFinding } from '@kervan/service-host';
import type { Branch } from '../branch/branch-key.js';
import type { SaleRequest } from './sale-request.js';

const AHEAD_MS = 5 * 60_000;
const BEHIND_MS = 90 * 86_400_000;

/** What a sale must keep to, beside its arithmetic. */
export class SalePolicy {
  /** @param taxRates the rates in force, in percent. */
  constructor(readonly taxRates: readonly string[]) {}
}

/** What is wrong with the sale's branch: a key speaks for its own branch only. */
export function branchFindings(sale: SaleRequest, from: Branch): ProblemFinding[] {
  if (sale.branch === from.branch) return [];
  return [{ pointer: '#/branch', code: 'unknown-reference', detail: 'The key does not belong to this branch.' }];
}

/** What is wrong with the sale's time, seen from now. */
export function clockFindings(sale: SaleRequest, now: Date): ProblemFinding[] {
  const lead = new Date(sale.soldAt).getTime() - now.getTime();
  if (lead <= AHEAD_MS && lead >= -BEHIND_MS) return [];
  const detail = lead > 0 ? 'The sale lies more than 5 minutes ahead.' : 'The sale lies more than 90 days back.';
  return [{ pointer: '#/soldAt', code: 'invalid-date', detail }];
}

/** Which rates are not in force, as the settings say today. */
export function rateFindings({ lines, taxes }: Order, { taxRates }: SalePolicy): ProblemFinding[] {
  const inForce = new Set(taxRates.map(Number));
  const expected = taxRates.join(', ');
  const unknown = (pointer: string, actual: string): ProblemFinding[] =>
    inForce.has(Number(actual))
      ? []
      : [{ pointer, code: 'tax-mismatch', detail: 'This rate is not in force.', expected, actual }];
  return [
    ...lines.flatMap(({ tax }, index) => unknown(`#/lines/${index}/taxRate`, tax.ratePercent)),
    ...taxes.flatMap(({ tax }, index) => unknown(`#/taxes/${index}/rate`, tax.ratePercent)),
  ];
}

/**
 * What does not add up, the cause before its consequences: first lines, then taxes, totals and payments.
 *
 * Lines and the tax of each rate above 0 may be off by one minor unit, totals and payments not at all.
 */
export function moneyFindings(order: Order): ProblemFinding[] {
  try {
    const found = orderDiscrepancies(order);
    const causes = found.filter(({ code }) => code === found[0]?.code);
    return causes.map((discrepancy) => findingOf(discrepancy, order.currency));
  } catch (error) {
    if (error instanceof RuleBroken) return [{ pointer: '#', code: error.code, detail: `Expected: ${error.message}.` }];
    throw error;
  }
}

/** The names that a field of the order has in the request. */
const fieldNames: Readonly<Record<string, string>> = {
  amountMinor: 'amount',
  taxableMinor: 'taxable',
  taxMinor: 'tax',
  netMinor: 'net',
  grossMinor: 'gross',
};

/** What tells an amount, and what it should follow from. */
const words: Readonly<Record<OrderDiscrepancy['code'], readonly [string, string]>> = {
  'line-mismatch': ['The line says', 'its price, quantity and discounts come to'],
  'tax-mismatch': ['The rate says', 'its lines come to'],
  'totals-mismatch': ['The sale says', 'its lines add up to'],
  'payments-mismatch': ['Payments add up to', 'but the total is'],
};

/** Where a row as a whole is wrong, its rate has one already. */
const isSecondRow = /^\/taxes\/\d+$/;

function findingOf({ pointer, code, expectedMinor, actualMinor }: OrderDiscrepancy, currency: string): ProblemFinding {
  if (isSecondRow.test(pointer)) return { pointer: `#${pointer}/rate`, code, detail: 'This rate is told twice.' };
  const [expected, actual] = [expectedMinor, actualMinor].map((minor) => decimalFromMinor(minor, currency));
  const [says, comesTo] = words[code];
  return {
    pointer: `#${pointer.replace(/[A-Za-z]+Minor$/, (name) => fieldNames[name] ?? name)}`,
    code,
    detail: `${says} ${actual} ${currency}, ${comesTo} ${expected} ${currency}.`,
    expected,
    actual,
  };
}
