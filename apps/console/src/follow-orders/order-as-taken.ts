import { type AmendedFacts, type Happening, inLog, type PlacedFacts } from './happening.js';
import { tellsStanding } from './happening-kind.js';

/** What an order comes to, and what is to be done and paid for that. */
export interface OrderAsTaken extends Required<AmendedFacts>, Pick<PlacedFacts, 'dueMinor'> {}

/**
 * An order as the orchestrator has it: as its source told it, but for what persons have amended.
 *
 * What it comes to and what is due is what the orchestrator has said last, also of an order that was mended before it could be
 * taken; until it says so, what the source and the amendments say. Once there is an invoice its total is the order's.
 */
export function orderAsTaken(placing: Happening, happenings: readonly Happening[]): OrderAsTaken | undefined {
  const { placed, amountMinor, currency } = placing.facts;
  if (!placed || amountMinor === undefined || currency === undefined) return undefined;
  const taken = inLog(happenings, 'OrderTaken');
  const { invoiceDue, captured } = placed;
  const amended = amendmentsOf(happenings).reduce<Required<AmendedFacts>>(
    (order, one) => ({ ...order, ...one }),
    { amountMinor, currency, invoiceDue, captured },
  );
  const invoice = happenings.findLast(({ kind }) => kind === 'InvoiceNumberAssigned');
  const said = taken.findLast(({ facts }) => facts.dueMinor !== undefined)?.facts;
  return {
    ...amended,
    amountMinor: invoice?.facts.amountMinor ?? said?.amountMinor ?? amended.amountMinor,
    currency: said?.currency ?? amended.currency,
    dueMinor: said?.dueMinor ?? placed.dueMinor,
  };
}

/**
 * The amendments that have had an effect: a person is asked no more because of it. To any other the orchestrator answers
 * where the order stands, or nothing but what is due; so it does to one that it has taken before it was set back.
 */
function amendmentsOf(happenings: readonly Happening[]): readonly AmendedFacts[] {
  const told = new Map(happenings.map(({ messageId, facts }) => [messageId, facts]));
  const words = inLog(happenings, 'OrderTaken', ...tellsStanding);
  const answers = new Map(words.map(({ causationId, kind }) => [causationId, kind]));
  return [...answers].flatMap(([cause, kind]) => (kind === 'OrderAttentionResolved' && told.get(cause ?? '')?.amended) || []);
}
