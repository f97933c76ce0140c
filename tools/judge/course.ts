import { acceptedOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';

/** How far the effects of an order have come, as the outside world sees it; `unpaid` lacks the payment alone. */
export type Course = 'nothing' | 'reversed' | 'partial' | 'unpaid' | 'whole';

type Ordered = Pick<Input, 'orderNumber' | 'content'>;

/** What still lacks until the order is whole. */
export function missingFrom({ orderNumber, content }: Ordered, effects: Effects): Finding[] {
  const lack = (code: string, detail: string): Finding[] => [finding(code, orderNumber, detail)];
  const accepted = acceptedOf(effects)[0]?.last;
  const booked = effects.erpInvoices[0];
  return [
    ...(standingOrders(effects).length === 0 ? lack('order-missing', 'the ERP has no standing sales order') : []),
    ...(effects.payments.length === 0 ? lack('payment-missing', 'the ERP has no payment') : []),
    ...(content.invoiced && !accepted ? lack('invoice-missing', 'the authority has accepted no invoice') : []),
    ...(content.invoiced && !booked ? lack('erp-invoice-missing', 'the ERP has no invoice') : []),
    ...(accepted && booked && booked.body.invoiceNumber !== accepted.number
      ? lack('invoice-number-differs', `the ERP has ${booked.body.invoiceNumber}, the authority ${accepted.number}`)
      : []),
  ];
}

/** Where one order has an effect twice, or effects that contradict each other. */
export function contradictionsIn({ orderNumber, content }: Ordered, effects: Effects): Finding[] {
  const { orders, erpInvoices, payments, invoices } = effects;
  const sent = invoices.map(({ last }) => last);
  const many = (code: string, what: string, documents: readonly { readonly number: string }[]): Finding[] =>
    documents.length > 1
      ? [finding(code, orderNumber, `${documents.length} ${what}: ${numbersOf(documents)}`)]
      : [];
  const cancelled = orders.length > 0 && standingOrders(effects).length === 0;
  const left = [...erpInvoices, ...payments, ...acceptedOf(effects).map(({ last }) => last)];
  return [
    ...many('order-doubled', 'sales orders', orders),
    ...many('payment-doubled', 'payments', payments),
    ...many('erp-invoice-doubled', 'invoices in the ERP', erpInvoices),
    ...many('invoice-doubled', 'invoices at the integrator', sent),
    ...(cancelled && left.length > 0
      ? [finding('cancelled-but-booked', orderNumber, `cancelled, but there is ${numbersOf(left)}`)]
      : []),
    ...(!content.invoiced && invoices.length + erpInvoices.length > 0
      ? [finding('invoice-invented', orderNumber, 'an invoice that nobody asked for')]
      : []),
  ];
}

/** Classifies the effects of an order that does not contradict itself. */
export function courseOf(input: Ordered, effects: Effects): Course {
  const { orders, cancellations, erpInvoices, payments } = effects;
  const [missing, ...more] = missingFrom(input, effects);
  if (!missing) return 'whole';
  if (more.length === 0 && missing.code === 'payment-missing') return 'unpaid';
  if (orders.length > 0 && standingOrders(effects).length === 0) return 'reversed';
  const any = orders.length + cancellations.length + erpInvoices.length + payments.length;
  return any + acceptedOf(effects).length === 0 ? 'nothing' : 'partial';
}

/** The numbers of all documents of an order. */
export function documentsOf({ orders, cancellations, erpInvoices, payments, invoices }: Effects): string[] {
  const documents = [...orders, ...cancellations, ...erpInvoices, ...payments, ...invoices.map(({ last }) => last)];
  return documents.map(({ number }) => number);
}

function numbersOf(documents: readonly { readonly number: string }[]): string {
  return documents.map(({ number }) => number).join(', ');
}
