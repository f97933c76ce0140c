import { decimalFromMinor, parseRate, plainRate, sumMinor } from '@kervan/commerce';
import type { TaxRate, TaxSubtotal } from '@kervan/contracts';
import type { Content } from './xml.js';

/** Code of value added tax (katma değer vergisi) in the authority's list of taxes. */
const KDV = '0015';

/** An amount with its currency. */
export function amount(minor: number, currency: string): Content {
  return { '@currencyID': currency, '#': decimalFromMinor(minor, currency) };
}

/** cac:TaxTotal of a line: its share of the rate's tax. */
export function lineTaxTotal(subtotal: TaxSubtotal, currency: string): Content {
  return written([subtotal], currency, (tax) => exemptionOf(tax));
}

/** cac:TaxTotal of the document: the tax of each rate, and together. */
export function taxTotal(subtotals: readonly TaxSubtotal[], currency: string): Content {
  return written(subtotals, currency, (tax, taxMinor) => exemptionOf(tax) ?? (taxMinor === 0 ? NO_TAX : undefined));
}

type Exemption = Pick<TaxRate, 'exemptionCode' | 'exemptionReason'>;

/**
 * Why a rate above 0 comes to a tax of 0: all of it was given away, or half a kuruş rounds to nothing.
 *
 * The authority wants a reason wherever a document's KDV is 0 (schematron, TaxExemptionReasonCheck); 351 is the one that
 * claims no exemption, and fits any type of invoice.
 */
const NO_TAX: Exemption = { exemptionCode: '351', exemptionReason: 'KDV - İstisna Olmayan Diğer' };

/** Only a rate of 0 has a reason of its own. */
function exemptionOf({ ratePercent, exemptionCode, exemptionReason }: TaxRate): Exemption | undefined {
  return parseRate(ratePercent) === 0 ? { exemptionCode, exemptionReason } : undefined;
}

function written(
  subtotals: readonly TaxSubtotal[],
  currency: string,
  exemption: (tax: TaxRate, taxMinor: number) => Exemption | undefined,
): Content {
  return {
    'cbc:TaxAmount': amount(sumMinor(subtotals.map(({ taxMinor }) => taxMinor)), currency),
    'cac:TaxSubtotal': subtotals.map(({ tax, taxableMinor, taxMinor }, index) => ({
      'cbc:TaxableAmount': amount(taxableMinor, currency),
      'cbc:TaxAmount': amount(taxMinor, currency),
      'cbc:CalculationSequenceNumeric': String(index + 1),
      'cbc:Percent': plainRate(tax.ratePercent),
      'cac:TaxCategory': category(exemption(tax, taxMinor)),
    })),
  };
}

function category(exemption: Exemption | undefined): Content {
  return {
    'cbc:TaxExemptionReasonCode': exemption?.exemptionCode ?? undefined,
    'cbc:TaxExemptionReason': exemption?.exemptionReason ?? undefined,
    'cac:TaxScheme': { 'cbc:Name': 'KDV', 'cbc:TaxTypeCode': KDV },
  };
}
