import { decimalFromMinor, parseRate } from '@kervan/commerce';
import type { TaxRate, TaxSubtotal } from '@kervan/contracts';
import type { Content } from './xml.js';

/** Code of value added tax (katma değer vergisi) in the authority's list of taxes. */
const KDV = '0015';

/** An amount with its currency. */
export function amount(minor: number, currency: string): Content {
  return { '@currencyID': currency, '#': decimalFromMinor(minor, currency) };
}

/** cac:TaxTotal of a document or a line: the tax of each rate, and together. */
export function taxTotal(subtotals: readonly TaxSubtotal[], currency: string): Content {
  const total = subtotals.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
  return {
    'cbc:TaxAmount': amount(total, currency),
    'cac:TaxSubtotal': subtotals.map((subtotal, index) => ({
      'cbc:TaxableAmount': amount(subtotal.taxableMinor, currency),
      'cbc:TaxAmount': amount(subtotal.taxMinor, currency),
      'cbc:CalculationSequenceNumeric': String(index + 1),
      'cbc:Percent': parseRate(subtotal.tax.ratePercent).toFixed(),
      'cac:TaxCategory': category(subtotal.tax),
    })),
  };
}

/** Only a rate of 0 has a reason to be one. */
function category({ ratePercent, exemptionCode, exemptionReason }: TaxRate): Content {
  const exempt = parseRate(ratePercent).isZero();
  return {
    'cbc:TaxExemptionReasonCode': exempt ? (exemptionCode ?? undefined) : undefined,
    'cbc:TaxExemptionReason': exempt ? (exemptionReason ?? undefined) : undefined,
    'cac:TaxScheme': { 'cbc:Name': 'KDV', 'cbc:TaxTypeCode': KDV },
  };
}
