import { minorFromDecimal, RuleBroken } from '@kervan/commerce';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { Partner } from '../partners/partner.js';
import type { Findings } from './findings.js';
import { decimalOf, type LocalDate } from './values.js';

/** What the parts of one ORDERS are read with. */
export interface MapContext {
  readonly partner: Partner;
  readonly decimalMark: '.' | ',';
  readonly currency: string;
  /** What the header tells of taxes, for every line that tells nothing of its own. */
  readonly documentTaxes: readonly Segment[];
  /** What the header tells of dates, by their kind (2005). */
  readonly dates: ReadonlyMap<string, LocalDate>;
  /** Where the header says that the goods go (NAD+DP, else NAD+BY). */
  readonly deliveryGln: string | undefined;
  readonly findings: Findings;
}

/** The amount of a MOA (C516) in minor units; undefined, and found, when it is none of the order's currency. */
export function amountOf(
  moa: Segment,
  field: string,
  { decimalMark, currency, findings }: MapContext,
): number | undefined {
  const given = valueOf(moa, 1, 3);
  if (given !== '' && given !== currency) {
    findings.add(moa, field, 'currency-not-agreed', 'An amount is in another currency.', {
      expected: currency,
      actual: given,
    });
    return undefined;
  }
  const text = decimalOf(valueOf(moa, 1, 2), decimalMark);
  try {
    if (text !== undefined) return minorFromDecimal(text, currency);
  } catch (error) {
    if (!(error instanceof RuleBroken)) throw error;
  }
  findings.add(moa, field, 'invalid-amount', `This is no amount in ${currency}.`, { actual: valueOf(moa, 1, 2) });
  return undefined;
}
