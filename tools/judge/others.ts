import { effectsOf, type Effects } from './effects.js';
import { type Content, type Input } from './inputs.js';
import { decimalOf } from './kurus.js';
import { type ServiceFacts } from './service-facts.js';
import { bookedBy, type Settlement } from './settlements.js';

const NOTHING = { net: '0.00', tax: '0.00', gross: '0.00' };

/** Where the orchestrator's word on an order says that it should be. */
const ENDS: Readonly<Record<string, string>> = {
  completed: 'completed',
  compensated: 'compensated',
  needs_attention: 'attention',
  waiting: 'waiting-for-payment',
};

/**
 * The orders that came otherwise than from the sandbox, such as those that somebody sent by hand: whatever a service at
 * a door or the orchestrator knows and no ledger does.
 *
 * Nobody has written down what was agreed for them, so each is held against its own sales order, against what the bank
 * has brought for it, and against where the orchestrator says that it has come.
 */
export function othersIn(
  sent: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  { orders, sagas }: ServiceFacts,
  settlements: ReadonlyMap<string, Settlement>,
): Input[] {
  const known = new Set(sent.map(({ orderNumber }) => orderNumber));
  const others = new Set([...orders.keys(), ...sagas.keys()].filter((orderNumber) => !known.has(orderNumber)));
  return [...others].map((orderNumber) => ({
    channel: 'other',
    kind: 'others (by hand)',
    orderNumber,
    expectation: endOf(sagas.get(orderNumber)?.status),
    content: settledBy(settlements.get(orderNumber), contentBy(effectsOf(byOrder, orderNumber))),
    outcome: 'accepted',
    takenBack: false,
  }));
}

function settledBy(settlement: Settlement | undefined, content: Content): Content {
  const booked = settlement && bookedBy(settlement, content);
  return booked ? { ...content, paid: decimalOf(booked) } : content;
}

/** Where an order of this status should end: one that was never begun nowhere. */
export function endOf(status: string | undefined): string {
  return status === undefined ? 'nothing' : (ENDS[status] ?? 'under-way');
}

/** What was agreed as the order's own documents tell it: its sales order, and what was paid for it. */
export function contentBy({ orders, payments, invoices, erpInvoices }: Effects): Content {
  const { company, mode, businessDate, currency, ...goods } = orders.at(-1)?.body ?? {};
  const { pricesIncludeTax = true, lines = [], taxes = [], totals = NOTHING } = goods;
  return {
    company,
    mode,
    businessDate,
    currency,
    lines: lines.map(({ articleId, quantity, amount }) => {
      return { articleId, quantity, ...(pricesIncludeTax ? { gross: amount } : { net: amount }) };
    }),
    taxes,
    totals,
    payments: payments[0]?.body.payments ?? [],
    invoiced: invoices.length + erpInvoices.length > 0,
  };
}
