import { decimalFromMinor, parseRate, plainRate, sumMinor } from '@kervan/commerce';
import type { TaxRate, TaxSubtotal } from '@kervan/contracts';
import type { Content } from './xml.js';

/** Code of value added tax (katma değer vergisi) in the authority's list of taxes. */
const KDV = '0015';

/** An amount with its currency. */
export function amount(minor: number, currency: string): Content {
  return { '@currencyID': currency, '#': decimalFromMinor(minor, currency) };
}

/** What the authority calls the invoice (InvoiceTypeCode): an exempt sale, or any other. */
export type InvoiceType = 'ISTISNA' | 'SATIS';

/**
 * The type of an invoice by its taxes: ISTISNA where something is sold under a full or partial exemption, else SATIS.
 *
 * Code 351 (no exemption by law, yet no tax) belongs to SATIS, and what is given away is sold under none.
 */
export function invoiceType(taxes: readonly TaxSubtotal[]): InvoiceType {
  const exempt = taxes.some(({ tax, taxableMinor }) => {
    return parseRate(tax.ratePercent) === 0 && tax.exemptionCode !== NO_TAX.exemptionCode && taxableMinor > 0;
  });
  return exempt ? 'ISTISNA' : 'SATIS';
}

/** cac:TaxTotal of a line: its share of the rate's tax. */
export function lineTaxTotal(subtotal: TaxSubtotal, type: InvoiceType, currency: string): Content {
  return written([subtotal], currency, (tax) => exemptionOf(tax, type));
}

/** cac:TaxTotal of the document: the tax of each rate, and together. */
export function taxTotal(subtotals: readonly TaxSubtotal[], type: InvoiceType, currency: string): Content {
  return written(subtotals, currency, (tax, taxMinor) => {
    return exemptionOf(tax, type) ?? (taxMinor === 0 ? NO_TAX : undefined);
  });
}

type Exemption = Pick<TaxRate, 'exemptionCode' | 'exemptionReason'>;

/**
 * Why a rate above 0 comes to a tax of 0: all of it was given away, or half a kuruş rounds to nothing.
 *
 * The authority wants a reason wherever a document's KDV is 0 (schematron, TaxExemptionReasonCheck); 351 is the one that
 * claims no exemption, and fits any type of invoice.
 */
const NO_TAX = { exemptionCode: '351', exemptionReason: 'KDV - İstisna Olmayan Diğer' } satisfies Exemption;

/** Only a rate of 0 has a reason of its own; on SATIS, where nothing is sold under an exemption, it may claim none. */
function exemptionOf(tax: TaxRate, type: InvoiceType): Exemption | undefined {
  const { ratePercent, exemptionCode, exemptionReason } = tax;
  if (parseRate(ratePercent) !== 0) return undefined;
  const mayClaim = type === 'ISTISNA' || exemptionCode === NO_TAX.exemptionCode;
  return mayClaim ? { exemptionCode, exemptionReason } : NO_TAX;
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
