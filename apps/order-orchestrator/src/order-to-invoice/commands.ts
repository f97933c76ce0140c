import {
  CancelSalesOrder,
  IssueInvoice,
  PaymentStatus,
  PostInvoice,
  PostPayment,
  PostSalesOrder,
  TransmitInvoice,
  VoidInvoice,
  type IssuedInvoice,
  type Message,
  type Order,
  type Payment,
} from '@kervan/contracts';
import type { CommandIds } from '@kervan/saga';
import { paymentsIn, sumIn, type OrderToInvoice } from './order-to-invoice.js';

type Command<T> = (sale: OrderToInvoice, ids: CommandIds, order: () => Order) => Message<T>;
type Undo<T> = (sale: OrderToInvoice, ids: CommandIds, reason: string) => Message<T>;

export const postSalesOrder: Command<PostSalesOrder> = (_sale, ids, order) =>
  PostSalesOrder.of({ ...ids, order: order() });

/**
 * What the sales order in the ERP holds of the order and its invoice must not tell otherwise. The buyer, whom the tax
 * authority may refuse, and what of the tax the invoice alone tells, such as the reason of an exemption, are not in it.
 */
export const heldBySalesOrder = (order: Order): object => {
  const { businessDate, currency, pricesIncludeTax, lines, discounts, charges, taxes, totals } = order;
  return {
    businessDate,
    currency,
    pricesIncludeTax,
    lines: lines.map(({ lineNumber, articleId, name, quantity, unitCode, unitPrice, amountMinor, tax: { ratePercent } }) => {
      return { lineNumber, articleId, name, quantity, unitCode, unitPrice, amountMinor, tax: { ratePercent } };
    }),
    discounts: discounts.map(({ reason, amountMinor }) => ({ reason, amountMinor })),
    charges: charges.map(({ reason, amountMinor }) => ({ reason, amountMinor })),
    taxes: taxes.map(({ tax: { ratePercent }, ...amounts }) => ({ tax: { ratePercent }, ...amounts })),
    totals,
  };
};

/** How much of the order was paid with the sale: that stands in the ERP, which is not told another amount. */
export const heldByPayment = ({ payments }: Order): object => ({ payments: sumIn({ payments }, PaymentStatus.captured) });

/** How much of the order was to come: that has come, or counts as come. */
export const heldBySettlement = ({ payments }: Order): object => ({ payments: sumIn({ payments }, PaymentStatus.due) });

export const cancelSalesOrder: Undo<CancelSalesOrder> = (sale, ids, reason) => {
  const { orderNumber, company, mode } = sale;
  return CancelSalesOrder.of({ ...ids, orderNumber, company, mode, erpNumber: erpOrderNumberOf(sale), reason });
};

export const issueInvoice: Command<IssueInvoice> = (_sale, ids, order) => IssueInvoice.of({ ...ids, order: order() });

export const voidInvoice: Undo<VoidInvoice> = (sale, ids, reason) =>
  VoidInvoice.of({ ...ids, invoiceNumber: invoiceOf(sale).number, reason });

export const transmitInvoice: Command<TransmitInvoice> = (sale, ids) =>
  TransmitInvoice.of({ ...ids, invoiceNumber: invoiceOf(sale).number });

export const postInvoice: Command<PostInvoice> = (sale, ids) => {
  const { orderNumber, company, mode } = sale;
  const erpOrderNumber = erpOrderNumberOf(sale);
  return PostInvoice.of({ ...ids, company, mode, orderNumber, erpOrderNumber, invoice: invoiceOf(sale) });
};

/** Posts what was paid with the sale. */
export const postCapturedPayments: Command<PostPayment> = (sale, ids) =>
  postPayment(sale, ids, paymentsIn(sale, PaymentStatus.captured));

/** Posts what the bank has seen since, line by line under the statement's reference. */
export const postSettledPayments: Command<PostPayment> = (sale, ids) => {
  const method = paymentsIn(sale, PaymentStatus.due)[0]?.method ?? 'transfer';
  const lines = (sale.matched ?? []).map(({ amountMinor, statementReference }) => {
    return { method, amountMinor, status: PaymentStatus.due, reference: statementReference, dueDate: null };
  });
  return postPayment(sale, ids, lines);
};

function postPayment(sale: OrderToInvoice, ids: CommandIds, payments: readonly Payment[]): Message<PostPayment> {
  const { orderNumber, company, mode, currency } = sale;
  const erpOrderNumber = erpOrderNumberOf(sale);
  const invoiceNumber = sale.invoice?.number ?? null;
  return PostPayment.of({ ...ids, company, mode, orderNumber, erpOrderNumber, invoiceNumber, currency, payments });
}

function erpOrderNumberOf({ orderNumber, erpOrderNumber }: OrderToInvoice): string {
  if (erpOrderNumber === undefined) throw new Error(`order ${orderNumber} has no number in the ERP yet`);
  return erpOrderNumber;
}

function invoiceOf({ orderNumber, invoice }: OrderToInvoice): IssuedInvoice {
  if (invoice === undefined) throw new Error(`order ${orderNumber} has no invoice yet`);
  return invoice;
}
