import type { TermKind } from '../../../src/follow-orders/happening-kind';
import { counted } from './language';

export const terms: Readonly<Record<TermKind, string>> = {
  order_number: 'order number',
  shop_order: 'number in the shop',
  buyer_order: 'the buyer’s order number',
  erp_number: 'ERP number',
  invoice_number: 'invoice number',
  order_id: 'order id',
  correlation_id: 'correlation id',
};

export const searchWords = {
  label: 'Find a receipt, an order or an invoice',
  placeholder: 'Number or correlation id',
  submit: 'Find',
  hint: 'Receipt, order, invoice or ERP number, or a correlation id. The beginning is enough.',
  keys: 'Press / to search from anywhere.',
  title: (query: string) => `Found for “${query}”`,
  found: (count: number) => counted(count, 'order found', 'orders found'),
  none: 'Nothing has this number, or begins with it.',
  noneHelp: 'An order appears here within seconds of its receipt. Check the number, or leave out its end.',
  by: (kind: string, text: string) => `${kind} ${text}`,
} as const;
