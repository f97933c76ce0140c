import type { SaleBody } from '../../flow/sales.js';

/** A sale as the load posts it, as far as documents need it. */
export interface Sale extends SaleBody {
  readonly soldAt: string;
  readonly currency: string;
  readonly lines: readonly SaleLine[];
  readonly taxes: readonly Tax[];
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
  readonly payments: readonly { readonly method: string; readonly amount: string }[];
  readonly invoice: { readonly buyer: { readonly name: string; readonly taxId?: string } };
}

interface SaleLine {
  readonly articleId: string;
  readonly name: string;
  readonly quantity: string;
  readonly unitCode: string;
  readonly unitPrice: string;
  readonly amount: string;
  readonly taxRate: string;
}

interface Tax {
  readonly rate: string;
  readonly taxable: string;
  readonly tax: string;
}

/** An invoice that has its number. */
export interface IssuedInvoice {
  readonly number: string;
  readonly ettn: string;
  readonly issueDate: string;
  readonly profile: 'TEMELFATURA' | 'EARSIVFATURA';
  readonly alias: string | null;
}

export const COMPANY = 'AM01';
const SELLER_VKN = '1720038463';
/** Whom an invoice is made out to that gave no id, by the authority's rule. */
const FINAL_CONSUMER = '11111111111';

/** The order's number, as Kervan makes it of the same receipt. */
export function orderNumberOf({ branch, till, zNumber, receiptNumber }: SaleBody): string {
  return `${branch}-${till}-${zNumber}-${receiptNumber}`;
}

/** What the ERP knows a document by: the same for every attempt. */
export function referenceOf(sale: SaleBody, document: 'sales-order' | 'invoice' | 'payment'): string {
  return `live:${COMPANY}:${orderNumberOf(sale)}:${document}`;
}

const identity = (sale: Sale, document: 'sales-order' | 'invoice' | 'payment') => ({
  reference: referenceOf(sale, document),
  company: COMPANY,
  mode: 'live',
  orderNumber: orderNumberOf(sale),
  currency: sale.currency,
});

export function salesOrderDocument(sale: Sale): object {
  const { name, taxId } = sale.invoice.buyer;
  return {
    ...identity(sale, 'sales-order'),
    businessDate: sale.soldAt.slice(0, 10),
    pricesIncludeTax: true,
    customer: { name, ...(taxId && { taxId }) },
    lines: sale.lines.map((line, at) => ({ line: at + 1, ...line })),
    taxes: sale.taxes,
    totals: sale.totals,
  };
}

export function invoiceDocument(sale: Sale, erpOrderNumber: string, { number, ettn, issueDate }: IssuedInvoice): object {
  return { ...identity(sale, 'invoice'), erpOrderNumber, invoiceNumber: number, ettn, issueDate, taxes: sale.taxes, totals: sale.totals };
}

export function paymentDocument(sale: Sale, erpOrderNumber: string, { number }: IssuedInvoice): object {
  const payments = sale.payments.map(({ method, amount }) => ({ method, amount }));
  return { ...identity(sale, 'payment'), erpOrderNumber, invoiceNumber: number, payments, total: sale.totals.gross };
}

/** The invoice as UBL by a template, with what the integrator and the authority look at and no more. */
export function ublOf(sale: Sale, { number, ettn, issueDate, profile }: IssuedInvoice): string {
  const { name, taxId = FINAL_CONSUMER } = sale.invoice.buyer;
  const money = (tag: string, value: string): string => `<cbc:${tag} currencyID="${sale.currency}">${value}</cbc:${tag}>`;
  const { net, tax, gross } = sale.totals;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:CustomizationID>TR1.2</cbc:CustomizationID><cbc:ProfileID>${profile}</cbc:ProfileID>
<cbc:ID>${number}</cbc:ID><cbc:UUID>${ettn}</cbc:UUID><cbc:IssueDate>${issueDate}</cbc:IssueDate><cbc:InvoiceTypeCode>SATIS</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>${sale.currency}</cbc:DocumentCurrencyCode><cbc:LineCountNumeric>${sale.lines.length}</cbc:LineCountNumeric>
<cac:OrderReference><cbc:ID>${orderNumberOf(sale)}</cbc:ID></cac:OrderReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyIdentification><cbc:ID schemeID="VKN">${SELLER_VKN}</cbc:ID></cac:PartyIdentification></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID schemeID="${taxId.length === 11 ? 'TCKN' : 'VKN'}">${taxId}</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>${name.replaceAll('&', '&amp;')}</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
<cac:TaxTotal>${money('TaxAmount', tax)}${sale.taxes
    .map((one) => `<cac:TaxSubtotal>${money('TaxableAmount', one.taxable)}${money('TaxAmount', one.tax)}<cbc:Percent>${one.rate}</cbc:Percent><cac:TaxCategory/></cac:TaxSubtotal>`)
    .join('')}</cac:TaxTotal>
<cac:LegalMonetaryTotal>${money('LineExtensionAmount', net)}${money('TaxExclusiveAmount', net)}${money('TaxInclusiveAmount', gross)}${money('PayableAmount', gross)}</cac:LegalMonetaryTotal>
${sale.lines.map((line, at) => `<cac:InvoiceLine><cbc:ID>${at + 1}</cbc:ID>${money('LineExtensionAmount', netAmounts(sale)[at] ?? '')}</cac:InvoiceLine>`).join('')}
</Invoice>`;
}

/** The lines without tax: rounded down, and what is left of a rate goes to its last line. */
function netAmounts({ lines, taxes }: Sale): string[] {
  const left = new Map(taxes.map(({ rate, taxable }) => [rate, kurusOf(taxable)]));
  return lines.map(({ amount, taxRate }, at) => {
    const rest = left.get(taxRate) ?? 0;
    const isLast = !lines.slice(at + 1).some((later) => later.taxRate === taxRate);
    const net = isLast ? rest : Math.floor((kurusOf(amount) * 100) / (100 + Number(taxRate)));
    left.set(taxRate, rest - net);
    return (net / 100).toFixed(2);
  });
}

export function kurusOf(amount: string): number {
  return Math.round(Number(amount) * 100);
}
