import { type Decision, type ErpDocument, isDocument, type Ledgers, type Transmission } from './ledger-lines.js';

/** An invoice at the integrator: its last transmission and the authority's word on it. */
export interface SentInvoice {
  readonly last: Transmission;
  readonly decision?: Decision;
}

/** All that the outside world holds of one order. */
export interface Effects {
  readonly orders: readonly ErpDocument[];
  readonly cancellations: readonly ErpDocument[];
  readonly erpInvoices: readonly ErpDocument[];
  readonly payments: readonly ErpDocument[];
  readonly invoices: readonly SentInvoice[];
}

const NONE: Effects = { orders: [], cancellations: [], erpInvoices: [], payments: [], invoices: [] };

/** The effects in the ledgers by order number; an invoice that names no order stands under the empty number. */
export function effectsByOrder({ erp, integrator }: Pick<Ledgers, 'erp' | 'integrator'>): Map<string, Effects> {
  const byOrder = new Map<string, Effects>();
  const add = (orderNumber: string, kind: keyof Effects, effect: ErpDocument | SentInvoice): void => {
    const effects = effectsOf(byOrder, orderNumber);
    byOrder.set(orderNumber, { ...effects, [kind]: [...effects[kind], effect] });
  };
  const kinds = {
    'sales-order': 'orders',
    invoice: 'erpInvoices',
    payment: 'payments',
    cancellation: 'cancellations',
  } as const;
  for (const line of erp) if (isDocument(line)) add(line.orderNumber, kinds[line.kind], line);
  for (const invoice of sentInvoices(integrator)) add(invoice.last.invoice.orderNumber ?? '', 'invoices', invoice);
  return byOrder;
}

/** The effects of one order; none where the outside world has not heard of it. */
export function effectsOf(byOrder: ReadonlyMap<string, Effects>, orderNumber: string): Effects {
  return byOrder.get(orderNumber) ?? NONE;
}

/** The invoices that the authority has accepted. */
export function acceptedOf({ invoices }: Effects): SentInvoice[] {
  return invoices.filter(({ decision }) => decision?.status === 'accepted');
}

/** The sales orders that are not cancelled. */
export function standingOrders({ orders, cancellations }: Effects): ErpDocument[] {
  const cancelled = new Set(cancellations.map(({ erpOrderNumber }) => erpOrderNumber));
  return orders.filter(({ number }) => !cancelled.has(number));
}

function sentInvoices(lines: Ledgers['integrator']): SentInvoice[] {
  const last = new Map<string, Transmission>();
  const decisions = new Map<string, Decision>();
  for (const line of lines) {
    if (line.kind === 'transmission') last.set(line.ettn, line);
    else decisions.set(`${line.ettn} ${line.attempt}`, line);
  }
  return [...last.values()].map((transmission) => ({
    last: transmission,
    decision: decisions.get(`${transmission.ettn} ${transmission.attempt}`),
  }));
}
