import { acceptedOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';

/** How far the effects of an order have come, as the outside world sees it. */
export type Course = 'nothing' | 'reversed' | 'partial' | 'whole';

/** What still lacks until the order is whole. */
export function missingFrom(input: Input, effects: Effects): Finding[] {
  const { orderNumber, body } = input.rung;
  const lack = (code: string, detail: string): Finding[] => [finding(code, orderNumber, detail)];
  const accepted = acceptedOf(effects)[0]?.last;
  const booked = effects.erpInvoices[0];
  return [
    ...(standingOrders(effects).length === 0 ? lack('order-missing', 'the ERP has no standing sales order') : []),
    ...(effects.payments.length === 0 ? lack('payment-missing', 'the ERP has no payment') : []),
    ...(body.invoice && !accepted ? lack('invoice-missing', 'the authority has accepted no invoice') : []),
    ...(body.invoice && !booked ? lack('erp-invoice-missing', 'the ERP has no invoice') : []),
    ...(accepted && booked && booked.body.invoiceNumber !== accepted.number
      ? lack('invoice-number-differs', `the ERP has ${booked.body.invoiceNumber}, the authority ${accepted.number}`)
      : []),
  ];
}

/** Where one order has an effect twice, or effects that contradict each other. */
export function contradictionsIn(input: Input, effects: Effects): Finding[] {
  const { orderNumber, body } = input.rung;
  const { orders, erpInvoices, payments, invoices } = effects;
  const many = (code: string, what: string, numbers: readonly string[]): Finding[] =>
    numbers.length > 1 ? [finding(code, orderNumber, `${numbers.length} ${what}: ${numbers.join(', ')}`)] : [];
  const cancelled = orders.length > 0 && standingOrders(effects).length === 0;
  const left = [...erpInvoices, ...payments, ...acceptedOf(effects).map(({ last }) => last)];
  return [
    ...many(
      'order-doubled',
      'sales orders',
      orders.map(({ number }) => number),
    ),
    ...many(
      'payment-doubled',
      'payments',
      payments.map(({ number }) => number),
    ),
    ...many(
      'erp-invoice-doubled',
      'invoices in the ERP',
      erpInvoices.map(({ number }) => number),
    ),
    ...many(
      'invoice-doubled',
      'invoices at the integrator',
      invoices.map(({ last }) => last.number),
    ),
    ...(cancelled && left.length > 0
      ? [
          finding(
            'cancelled-but-booked',
            orderNumber,
            `cancelled, but there is ${left.map(({ number }) => number).join(', ')}`,
          ),
        ]
      : []),
    ...(!body.invoice && invoices.length + erpInvoices.length > 0
      ? [finding('invoice-invented', orderNumber, 'an invoice that nobody asked for')]
      : []),
  ];
}

/** Classifies the effects of an order that does not contradict itself. */
export function courseOf(input: Input, effects: Effects): Course {
  const { orders, cancellations, erpInvoices, payments } = effects;
  if (missingFrom(input, effects).length === 0) return 'whole';
  if (orders.length > 0 && standingOrders(effects).length === 0) return 'reversed';
  const any = orders.length + cancellations.length + erpInvoices.length + payments.length;
  return any + acceptedOf(effects).length === 0 ? 'nothing' : 'partial';
}
