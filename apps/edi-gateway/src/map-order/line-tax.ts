import { isExemptionCode, withoutZeros } from '@kervan/commerce';
import type { TaxRate } from '@kervan/contracts';
import { type Segment, valueOf } from '../edifact/segment.js';
import type { PartnerArticle } from '../partners/partner.js';
import type { MapContext } from './map-context.js';
import { decimalOf } from './values.js';

const VAT = 'VAT';
/** Duty, tax or fee (5283): a tax. */
const TAX = '7';
/** Categories of VAT (5305) that are above 0: standard, lower, higher; then those at 0: exempt, zero. */
const TAXED = ['', 'S', 'AA', 'H'];
const UNTAXED = ['', 'E', 'Z'];

/**
 * The rate of the article, else the partner's; what the line, else the whole order, tells of taxes has to be the same. A
 * rate of 0 has a code of the tax authority's list and the reason for it, without which no invoice is taken.
 */
export function taxOf(
  lin: Segment,
  taxes: readonly Segment[],
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
  const taxed = /[1-9]/.test(ratePercent);
  for (const told of taxes.length > 0 ? taxes : documentTaxes) {
    const [rateTold, category] = [valueOf(told, 5, 4), valueOf(told, 6)];
    if (valueOf(told, 1) !== TAX || !['', VAT].includes(valueOf(told, 2))) {
      findings.add(told, field, 'tax-conflict', 'Another tax than VAT is told.', { actual: valueOf(told, 2) });
    } else if (rateTold !== '' && decimalOf(rateTold, decimalMark) !== ratePercent) {
      const detail = 'The tax rate of a line is not that of the article.';
      findings.add(told, field, 'tax-conflict', detail, { expected: ratePercent, actual: rateTold });
    } else if (!(taxed ? TAXED : UNTAXED).includes(category)) {
      const detail = 'The tax category of a line does not go with the rate of the article.';
      findings.add(told, field, 'tax-conflict', detail, { expected: ratePercent, actual: category });
    }
  }
  const { exemptionCode = null, exemptionReason = null } = article;
  if (taxed) return { scheme: VAT, category: 'S', ratePercent, exemptionReason: null, exemptionCode: null };
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
