import { ParseOption, XmlDocument, XmlXPath, type XmlElement } from 'libxml2-wasm';
import { type InvoiceFacts, type TaxFacts } from './invoice-facts.js';

const OASIS = 'urn:oasis:names:specification:ubl:schema:xsd:';
const INVOICE = `${OASIS}Invoice-2`;
const NAMESPACES = { cac: `${OASIS}CommonAggregateComponents-2`, cbc: `${OASIS}CommonBasicComponents-2` };
const CUSTOMER = 'cac:AccountingCustomerParty/cac:Party';

const compiled = new Map<string, XmlXPath>();

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
    return factsOf(invoice);
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

function factsOf(invoice: XmlElement): InvoiceFacts {
  const totals = 'cac:LegalMonetaryTotal/cbc:';
  return {
    number: text(invoice, 'cbc:ID'),
    ettn: text(invoice, 'cbc:UUID').toLowerCase(),
    profile: text(invoice, 'cbc:ProfileID'),
    type: text(invoice, 'cbc:InvoiceTypeCode'),
    issueDate: text(invoice, 'cbc:IssueDate'),
    currency: text(invoice, 'cbc:DocumentCurrencyCode'),
    orderNumber: text(invoice, 'cac:OrderReference/cbc:ID') || undefined,
    lineCount: text(invoice, 'cbc:LineCountNumeric'),
    sellerTaxId: taxIdOf(invoice, 'cac:AccountingSupplierParty/cac:Party'),
    buyerTaxId: taxIdOf(invoice, CUSTOMER),
    buyerName: nameOf(invoice),
    lineAmounts: all(invoice, 'cac:InvoiceLine').map((line) => text(line, 'cbc:LineExtensionAmount')),
    taxes: all(invoice, 'cac:TaxTotal/cac:TaxSubtotal').map(taxOf),
    taxTotal: text(invoice, 'cac:TaxTotal/cbc:TaxAmount'),
    totals: {
      lines: text(invoice, `${totals}LineExtensionAmount`),
      net: text(invoice, `${totals}TaxExclusiveAmount`),
      gross: text(invoice, `${totals}TaxInclusiveAmount`),
      allowances: text(invoice, `${totals}AllowanceTotalAmount`) || undefined,
      charges: text(invoice, `${totals}ChargeTotalAmount`) || undefined,
      payable: text(invoice, `${totals}PayableAmount`),
    },
  };
}

function taxOf(subtotal: XmlElement): TaxFacts {
  return {
    rate: text(subtotal, 'cbc:Percent'),
    taxable: text(subtotal, 'cbc:TaxableAmount'),
    tax: text(subtotal, 'cbc:TaxAmount'),
    exemptionReason: text(subtotal, 'cac:TaxCategory/cbc:TaxExemptionReason') || undefined,
  };
}

function taxIdOf(invoice: XmlElement, party: string): string {
  return text(invoice, `${party}/cac:PartyIdentification/cbc:ID[@schemeID='VKN' or @schemeID='TCKN']`);
}

function nameOf(invoice: XmlElement): string {
  const person = ['FirstName', 'FamilyName'].map((part) => text(invoice, `${CUSTOMER}/cac:Person/cbc:${part}`));
  return text(invoice, `${CUSTOMER}/cac:PartyName/cbc:Name`) || person.join(' ').trim();
}

function text(node: XmlElement, path: string): string {
  return node.get(xpath(path))?.content.trim() ?? '';
}

function all(node: XmlElement, path: string): XmlElement[] {
  return node.find(xpath(path)) as XmlElement[];
}

function xpath(path: string): XmlXPath {
  let selector = compiled.get(path);
  if (!selector) compiled.set(path, (selector = XmlXPath.compile(path, NAMESPACES)));
  return selector;
}
