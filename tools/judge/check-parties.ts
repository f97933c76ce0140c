import { acceptedOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type Buyer } from './ledger-lines.js';

type Ordered = Pick<Input, 'orderNumber' | 'content'>;

/** Whom an invoice names by law where nobody was named, or somebody without an id. */
const FINAL_CONSUMER = { name: 'NİHAİ TÜKETİCİ', taxId: '11111111111' };

/** Where a sales order or an invoice names another buyer than the input; an amended order has none to compare with. */
export function checkBuyers({ orderNumber, content: { buyer } }: Ordered, effects: Effects): Finding[] {
  if (buyer === undefined) return [];
  const invoiced = { ...FINAL_CONSUMER, ...buyer };
  const differing = [
    ...standingOrders(effects).filter(({ body }) => !isSame(body.customer, buyer)),
    ...effects.invoices
      .map(({ last }) => last)
      .filter(({ invoice: { buyerName, buyerTaxId } }) => !isSame({ name: buyerName, taxId: buyerTaxId }, invoiced)),
  ];
  return differing.map(({ number }) => finding('buyer-differs', orderNumber, `${number} is not made out to who has bought`));
}

/** Where the ERP's documents refer to another invoice than the one that the authority has accepted for the order. */
export function checkReferences({ orderNumber, content }: Ordered, effects: Effects): Finding[] {
  const accepted = acceptedOf(effects)[0]?.last;
  if (!accepted && content.invoiced) return [];
  const differs = (number: string, told: string | null | undefined): Finding => {
    const detail = `${number} refers to the invoice ${told ?? 'of nobody'}, the authority has ${accepted?.number ?? 'none'}`;
    return finding('invoice-number-differs', orderNumber, detail);
  };
  return [
    ...effects.payments
      .filter(({ body }) => (body.invoiceNumber ?? undefined) !== accepted?.number)
      .map(({ number, body }) => differs(number, body.invoiceNumber)),
    ...effects.erpInvoices
      .filter(({ body }) => body.ettn?.toLowerCase() !== accepted?.ettn.toLowerCase())
      .map(({ number, body }) => differs(number, body.ettn)),
  ];
}

function isSame(one: Buyer | undefined, other: Buyer | null): boolean {
  return plain(one?.name) === plain(other?.name) && one?.taxId === other?.taxId;
}

/** A name as it is compared: white space is of no matter. */
function plain(name: string | undefined): string | undefined {
  return name?.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}
