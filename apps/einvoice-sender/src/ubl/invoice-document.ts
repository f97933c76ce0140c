import { Channel, type Order, PaymentStatus } from '@kervan/contracts';
import type { Company } from '../companies/company.js';
import {
  type InvoiceAmounts,
  invoiceAmounts,
  type InvoiceLineAmounts,
  type NetAllowance,
} from '../invoice/invoice-amounts.js';
import { Profile } from '../invoice/profile.js';
import { buyerParty, sellerAddress, sellerParty } from './party.js';
import { amount, invoiceType, type InvoiceType, lineTaxTotal, taxTotal } from './tax-total.js';
import { type Content, writeXml } from './xml.js';

/** What an invoice is before it has its number. */
export interface InvoiceKind {
  readonly ettn: string;
  readonly profile: Profile;
}

/** What an invoice gets when it is issued. */
export interface Issue {
  readonly number: string;
  /** In the company's zone: 'YYYY-MM-DD' and 'HH:MM:SS'. */
  readonly issueDate: string;
  readonly issueTime: string;
}

const NAMESPACES = {
  '@xmlns': 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  '@xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  '@xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  '@xmlns:ext': 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
};

/** Where the integrator puts the signature; the schema wants an element here even before. */
const SIGNATURE_PLACE = { SignaturePlace: { '@xmlns': 'urn:kervan:ubl-tr:signature-place' } };

/** Writes the document under a number and a date; nothing else in it depends on them. */
export type InvoiceDocument = (issue: Issue) => string;

/**
 * The UBL-TR 2.1 invoice of a checked order, unsigned, to be written when it is issued: the same order, kind and issue
 * give the same text.
 *
 * Amounts follow {@link invoiceAmounts}, the type {@link invoiceType}.
 *
 * @throws RuleBroken where the amounts cannot be written without their tax.
 */
export function invoiceDocument(order: Order, company: Company, { ettn, profile }: InvoiceKind): InvoiceDocument {
  const amounts = invoiceAmounts(order);
  const type = invoiceType(amounts.taxes);
  const { currency } = order;
  const sale = {
    'cbc:InvoiceTypeCode': type,
    'cbc:Note': `${order.source}, ${order.orderNumber}`,
    'cbc:DocumentCurrencyCode': currency,
    'cbc:LineCountNumeric': String(order.lines.length),
    'cac:OrderReference': { 'cbc:ID': order.orderNumber, 'cbc:IssueDate': order.businessDate },
  };
  const partiesAndAmounts = {
    'cac:Signature': signature(company),
    'cac:AccountingSupplierParty': { 'cac:Party': sellerParty(company) },
    'cac:AccountingCustomerParty': { 'cac:Party': buyerParty(order.buyer, company) },
    'cac:AllowanceCharge': amounts.allowances.map((item) => allowanceCharge(item, currency)),
    'cac:TaxTotal': taxTotal(amounts.taxes, type, currency),
    'cac:LegalMonetaryTotal': monetaryTotal(amounts, currency),
    'cac:InvoiceLine': amounts.lines.map((line) => invoiceLine(line, type, currency)),
  };
  return ({ number, issueDate, issueTime }) => writeXml({
    Invoice: {
      ...NAMESPACES,
      'ext:UBLExtensions': { 'ext:UBLExtension': { 'ext:ExtensionContent': SIGNATURE_PLACE } },
      'cbc:UBLVersionID': '2.1',
      'cbc:CustomizationID': 'TR1.2',
      'cbc:ProfileID': profile,
      'cbc:ID': number,
      'cbc:CopyIndicator': 'false',
      'cbc:UUID': ettn,
      'cbc:IssueDate': issueDate,
      'cbc:IssueTime': issueTime,
      ...sale,
      'cac:AdditionalDocumentReference': profile === Profile.archive ? archiveReferences(order, issueDate) : [],
      ...partiesAndAmounts,
    },
  });
}

/** The authority's words for how an internet sale is paid, by ours; any other is DIGER (GİB e-Arşiv guide). */
const internetPaymentMethods: Readonly<Record<string, string>> = {
  card: 'KREDIKARTI/BANKAKARTI',
  transfer: 'EFT/HAVALE',
  cash_on_delivery: 'KAPIDAODEME',
  payment_provider: 'ODEMEARACISI',
};

/** How an e-Arşiv invoice reaches the buyer, and for a sale on the internet where it was made and how it is paid (GİB e-Arşiv guide). */
function archiveReferences(order: Order, issueDate: string): Content[] {
  const reference = (typeCode: string, type: string, index: number): Content => ({
    'cbc:ID': String(index + 1),
    'cbc:IssueDate': issueDate,
    'cbc:DocumentTypeCode': typeCode,
    'cbc:DocumentType': type,
  });
  const site = order.references.find(({ type }) => type === 'web_site')?.value;
  const online: readonly string[] = [Channel.web_shop, Channel.marketplace];
  const references: [string, string][] = [['SEND_TYPE', 'ELEKTRONIK']];
  if (online.includes(order.channel)) references.push(['IS_INTERNET', 'true']);
  if (online.includes(order.channel) && site) references.push(['INT_WEBSITE', site]);
  const [payment] = order.payments;
  if (online.includes(order.channel) && payment) {
    references.push(['INT_PAYMENT_METHOD', internetPaymentMethods[payment.method] ?? 'DIGER']);
    const paidOn = payment.status === PaymentStatus.captured ? order.businessDate : payment.dueDate;
    if (paidOn) references.push(['INT_PAYMENTDATE', paidOn]);
  }
  return references.map(([code, value], index) => reference(code, value, index));
}

function signature(company: Company): Content {
  return {
    'cbc:ID': { '@schemeID': 'VKN_TCKN', '#': company.seller.vkn },
    'cac:SignatoryParty': {
      'cac:PartyIdentification': { 'cbc:ID': { '@schemeID': 'VKN', '#': company.seller.vkn } },
      'cac:PostalAddress': sellerAddress(company),
    },
    'cac:DigitalSignatureAttachment': { 'cac:ExternalReference': { 'cbc:URI': '#Signature' } },
  };
}

function allowanceCharge(item: NetAllowance, currency: string, base?: number): Content {
  return {
    'cbc:ChargeIndicator': String(item.charge),
    'cbc:AllowanceChargeReason': item.reason,
    'cbc:Amount': amount(item.amountMinor, currency),
    'cbc:BaseAmount': base === undefined ? undefined : amount(base, currency),
  };
}

/** Totals as UBL 2.1 and EN 16931 (BR-CO-10 to -16) define them; see ADR 0006 for the other reading. */
function monetaryTotal(amounts: InvoiceAmounts, currency: string): Content {
  return {
    'cbc:LineExtensionAmount': amount(amounts.linesMinor, currency),
    'cbc:TaxExclusiveAmount': amount(amounts.netMinor, currency),
    'cbc:TaxInclusiveAmount': amount(amounts.grossMinor, currency),
    'cbc:AllowanceTotalAmount': amount(amounts.discountMinor, currency),
    'cbc:ChargeTotalAmount': amounts.chargeMinor === 0 ? undefined : amount(amounts.chargeMinor, currency),
    'cbc:PayableAmount': amount(amounts.grossMinor, currency),
  };
}

function invoiceLine(amounts: InvoiceLineAmounts, type: InvoiceType, currency: string): Content {
  const { line, allowances, baseMinor, netMinor, taxableMinor, taxMinor, unitPrice } = amounts;
  return {
    'cbc:ID': String(line.lineNumber),
    'cbc:InvoicedQuantity': { '@unitCode': line.unitCode, '#': line.quantity },
    'cbc:LineExtensionAmount': amount(netMinor, currency),
    'cac:AllowanceCharge': allowances.map((item) => allowanceCharge(item, currency, baseMinor)),
    'cac:TaxTotal': lineTaxTotal({ tax: line.tax, taxableMinor, taxMinor }, type, currency),
    'cac:Item': {
      'cbc:Name': line.name,
      'cac:SellersItemIdentification': { 'cbc:ID': line.articleId },
    },
    'cac:Price': { 'cbc:PriceAmount': { '@currencyID': currency, '#': unitPrice } },
  };
}
