import { isExemptionCode, withoutZeros } from '@kervan/commerce';
import type { TaxRate } from '@kervan/contracts';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { PartnerArticle } from '../partners/partner.js';
import type { Compared } from './findings.js';
import type { MapContext } from './map-context.js';
import type { ToldTaxes } from './segment-groups.js';
import { decimalOf } from './values.js';

const VAT = 'VAT';
/** Duty, tax or fee (5283): a tax. */
const TAX = '7';
/** Categories of VAT (5305) that are above 0: standard, lower, higher; then those at 0: exempt, zero. */
const TAXED = ['', 'S', 'AA', 'H'];
const UNTAXED = ['', 'E', 'Z'];

/** How a tax that is told differs from the one that is applied. */
export interface TaxConflict {
  readonly detail: string;
  readonly compared: Compared;
}

/**
 * The rate of the article, else the partner's; what the line, else the whole order, tells of taxes has to be the same, and
 * what an allowance of the line tells. A rate of 0 has a code of the tax authority's list and the reason for it, without
 * which no invoice is taken.
 */
export function taxOf(
  lin: Segment,
  { own, ofAllowances }: ToldTaxes,
  article: PartnerArticle,
  field: string,
  { partner, findings, decimalMark, documentTaxes }: MapContext,
): TaxRate | undefined {
  const rate = article.taxRate ?? partner.defaultTaxRate;
  if (rate === undefined) {
    findings.add(lin, field, 'missing-tax-rate', 'The profile has no tax rate for this article.', {
      actual: article.articleId,
    });
    return undefined;
  }
  const ratePercent = withoutZeros(rate);
  for (const told of [...(own.length > 0 ? own : documentTaxes), ...ofAllowances]) {
    const conflict = taxConflict(told, ratePercent, decimalMark);
    if (conflict) findings.add(told, field, 'tax-conflict', conflict.detail, conflict.compared);
  }
  const { exemptionCode = null, exemptionReason = null } = article;
  if (isAboveZero(ratePercent)) {
    return { scheme: VAT, category: 'S', ratePercent, exemptionReason: null, exemptionCode: null };
  }
  if (exemptionCode === null || exemptionReason === null) {
    const detail = 'The profile does not tell code and reason why this article carries no tax.';
    findings.add(lin, field, 'missing-exemption', detail, { actual: article.articleId });
  } else if (!isExemptionCode(exemptionCode)) {
    const detail = 'The code by which the profile exempts this article is none that an invoice may carry.';
    const expected = "a code 2xx or 3xx of the tax authority's list, such as 351";
    findings.add(lin, field, 'unknown-exemption', detail, { expected, actual: exemptionCode });
  }
  return { scheme: VAT, category: 'E', ratePercent, exemptionReason, exemptionCode };
}

/** How a TAX differs from VAT at that rate; undefined where it is the same, or tells no rate and no other category. */
export function taxConflict(told: Segment, ratePercent: string, decimalMark: '.' | ','): TaxConflict | undefined {
  const [rateTold, category] = [valueOf(told, 5, 4), valueOf(told, 6)];
  if (valueOf(told, 1) !== TAX || !['', VAT].includes(valueOf(told, 2))) {
    return { detail: 'Another tax than VAT is told.', compared: { actual: valueOf(told, 2) } };
  }
  if (rateTold !== '' && decimalOf(rateTold, decimalMark) !== ratePercent) {
    const detail = 'The tax rate of a line is not that of the article.';
    return { detail, compared: { expected: ratePercent, actual: rateTold } };
  }
  if ((isAboveZero(ratePercent) ? TAXED : UNTAXED).includes(category)) return undefined;
  const detail = 'The tax category of a line does not go with the rate of the article.';
  return { detail, compared: { expected: ratePercent, actual: category } };
}

function isAboveZero(ratePercent: string): boolean {
  return /[1-9]/.test(ratePercent);
}
