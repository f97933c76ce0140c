import { type AmendedFacts, type Happening, inLog, type PlacedFacts } from './happening.js';

/** What an order comes to, and what is to be done and paid for that. */
export interface OrderAsTaken extends Required<AmendedFacts>, Pick<PlacedFacts, 'dueMinor'> {}

/**
 * An order as the orchestrator has it: as its source told it, but for what persons have amended.
 *
 * What is due is what the orchestrator has said last; until it does, what the source says. An amendment counts where the
 * orchestrator has taken the order anew because of it. Once there is an invoice its total is the order's, also of one that was
 * mended before it could be taken.
 */
export function orderAsTaken(placing: Happening, happenings: readonly Happening[]): OrderAsTaken | undefined {
  const { placed, amountMinor, currency } = placing.facts;
  if (!placed || amountMinor === undefined || currency === undefined) return undefined;
  const taken = inLog(happenings, 'OrderTaken');
  const told = new Map(happenings.map(({ messageId, facts }) => [messageId, facts]));
  const amendments = taken.map(({ causationId }) => told.get(causationId ?? '')?.amended);
  const { invoiceDue, captured } = placed;
  const amended = amendments.reduce<Required<AmendedFacts>>((order, one) => ({ ...order, ...one }), {
    ...{ amountMinor, currency, invoiceDue, captured },
  });
  const invoice = happenings.findLast(({ kind }) => kind === 'InvoiceNumberAssigned');
  const due = taken.findLast(({ facts }) => facts.dueMinor !== undefined) ?? placing;
  return {
    ...amended,
    amountMinor: invoice?.facts.amountMinor ?? amended.amountMinor,
    dueMinor: due.facts.dueMinor ?? placed.dueMinor,
  };
}
