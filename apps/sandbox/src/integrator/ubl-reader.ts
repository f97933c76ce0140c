import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { type InvoiceFacts, type TaxFacts } from './invoice-facts.js';
import { UblParts } from './ubl-parts.js';

const INVOICE = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';
const TAX_ID_SCHEMES = ['VKN', 'TCKN'];

/** Thrown when what was sent is no UBL invoice; `code` is stable. */
export class NotAnInvoice extends Error {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/**
 * Reads what a UBL 2.1 invoice says, without judging it; what is missing is read as an empty string.
 *
 * A document type declaration is refused, before parsing where the encoding shows it; no entity is ever expanded.
 * @throws NotAnInvoice when it has a DOCTYPE, is not well-formed or is another document.
 */
export function readInvoice(xml: Buffer): InvoiceFacts {
  if (xml.includes('<!DOCTYPE')) throw doctypeForbidden();
  const document = parse(xml);
  try {
    if (document.dtd) throw doctypeForbidden();
    const invoice = document.root;
    if (invoice.name !== 'Invoice' || invoice.namespaceUri !== INVOICE) {
      throw new NotAnInvoice('not-an-invoice', 'The document element is not a UBL invoice.');
    }
    return factsOf(new UblParts([invoice]));
  } finally {
    document.dispose();
  }
}

function doctypeForbidden(): NotAnInvoice {
  return new NotAnInvoice('doctype-forbidden', 'A document type declaration is refused.');
}

function parse(xml: Buffer): XmlDocument {
  try {
    return XmlDocument.fromBuffer(xml, { option: ParseOption.XML_PARSE_NONET });
  } catch {
    throw new NotAnInvoice('xml-malformed', 'The XML is not well-formed.');
  }
}

function factsOf(invoice: UblParts): InvoiceFacts {
  const buyer = invoice.parts('AccountingCustomerParty').parts('Party');
  const taxTotal = invoice.parts('TaxTotal');
  const totals = invoice.parts('LegalMonetaryTotal');
  return {
    number: invoice.text('ID'),
    ettn: invoice.text('UUID').toLowerCase(),
    profile: invoice.text('ProfileID'),
    type: invoice.text('InvoiceTypeCode'),
    issueDate: invoice.text('IssueDate'),
    currency: invoice.text('DocumentCurrencyCode'),
    orderNumber: invoice.parts('OrderReference').text('ID') || undefined,
    lineCount: invoice.text('LineCountNumeric'),
    sellerTaxId: taxIdOf(invoice.parts('AccountingSupplierParty').parts('Party')),
    buyerTaxId: taxIdOf(buyer),
    buyerName: nameOf(buyer),
    lineAmounts: invoice.each('InvoiceLine').map((line) => line.text('LineExtensionAmount')),
    taxes: taxTotal.each('TaxSubtotal').map(taxOf),
    taxTotal: taxTotal.text('TaxAmount'),
    totals: {
      lines: totals.text('LineExtensionAmount'),
      net: totals.text('TaxExclusiveAmount'),
      gross: totals.text('TaxInclusiveAmount'),
      allowances: totals.text('AllowanceTotalAmount') || undefined,
      charges: totals.text('ChargeTotalAmount') || undefined,
      payable: totals.text('PayableAmount'),
    },
  };
}

function taxOf(subtotal: UblParts): TaxFacts {
  return {
    rate: subtotal.text('Percent'),
    taxable: subtotal.text('TaxableAmount'),
    tax: subtotal.text('TaxAmount'),
    exemptionReason: subtotal.parts('TaxCategory').text('TaxExemptionReason') || undefined,
  };
}

function taxIdOf(party: UblParts): string {
  return party.parts('PartyIdentification').text('ID', TAX_ID_SCHEMES);
}

function nameOf(party: UblParts): string {
  const person = party.parts('Person');
  const fullName = `${person.text('FirstName')} ${person.text('FamilyName')}`.trim();
  return party.parts('PartyName').text('Name') || fullName;
}
