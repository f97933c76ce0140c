import { type Effects } from './effects.js';
import { type Content, type Input } from './inputs.js';
import { decimalOf } from './kurus.js';
import { contentBy, endOf } from './others.js';
import { deliveryKey, type ServiceFacts } from './service-facts.js';
import { bookedBy, type Settlement } from './settlements.js';
import { type ShopInput } from './shop-inputs.js';

/** An input as it has to be judged after persons had a hand in it, and what they did, in words. */
export interface Resolved {
  readonly input: Input;
  readonly acts: readonly string[];
}

/** The orders whose script leads to a person, by order number. */
export function decidableAmong(inputs: readonly Input[]): Set<string> {
  const decidable = inputs.filter(({ expectation, takenBack, cancellation }) => {
    return expectation.startsWith('attention') || takenBack || cancellation !== undefined;
  });
  return new Set(decidable.map(({ orderNumber }) => orderNumber));
}

/**
 * The input as judged by the course that it took after a person had retried, amended, released or paid for it; where
 * nobody has, the input itself.
 *
 * An amended or released order is no longer what its customer had agreed to: its documents are held against each other.
 */
export function resolved(
  input: Input,
  effects: Effects,
  services: ServiceFacts,
  settlement: Settlement | undefined,
): Resolved {
  if (input.outcome !== 'accepted') return { input, acts: [] };
  const onSaga = actedUpon(input, effects, services) ?? released(input, effects, services) ?? { input, acts: [] };
  const paid = settlement?.otherwise ? paidOtherwise(onSaga.input, settlement) : undefined;
  return paid ? { input: paid.input, acts: [...onSaga.acts, ...paid.acts] } : onSaga;
}

function actedUpon(input: Input, effects: Effects, { sagas, attention }: ServiceFacts): Resolved | undefined {
  const { status, acts = [] } = sagas.get(input.orderNumber) ?? {};
  if (acts.length === 0) return undefined;
  const amended = acts.some((act) => act.startsWith('amended'));
  const content = amended ? contentAs(effects, input.content) : input.content;
  const step = attention.get(input.orderNumber)?.[0]?.step;
  const isStill = status === 'needs_attention' && (input.takenBack || input.expectation.endsWith(`:${step}`));
  const isStillCancelled = status === 'needs_attention' && input.expectation === 'attention:cancellation';
  const expectation = isStill || isStillCancelled ? input.expectation : endOf(status);
  return { input: { ...input, content, expectation }, acts };
}

/** A delivery that a person let out of quarantine. */
function released(input: Input, effects: Effects, { quarantined, sagas }: ServiceFacts): Resolved | undefined {
  if (!quarantined || !('deliveries' in input)) return undefined;
  const found = (input as ShopInput).deliveries.flatMap((delivery) => quarantined.get(deliveryKey(delivery)) ?? []);
  const acts = [...new Set(found.flatMap(({ decided }) => decided ?? []))];
  if (acts.length === 0) return undefined;
  if (!found.some(({ state }) => state === 'released')) return { input, acts };
  const expectation = endOf(sagas.get(input.orderNumber)?.status);
  return { input: { ...input, content: contentAs(effects, input.content), expectation }, acts };
}

/** An order that was paid by a statement of somebody else, or by a person's word. */
function paidOtherwise(input: Input, settlement: Settlement): Resolved {
  const acts = settlement.lines.map(({ decided, bankReference }) => {
    return decided ?? `paid by the bank's ${bankReference ?? 'line'}, which is none of the sandbox's`;
  });
  const booked = bookedBy(settlement, input.content);
  if (booked === undefined || booked === 0n) return { input, acts };
  const paid = decimalOf(booked);
  const method = input.content.payments[0]?.method ?? 'transfer';
  const content = { ...input.content, paid, payments: [{ method, amount: paid }] };
  const expectation = input.expectation === 'waiting-for-payment' ? 'completed' : input.expectation;
  return { input: { ...input, content, expectation }, acts };
}

/** The order's own documents, and that an invoice is due as it was agreed. */
function contentAs(effects: Effects, { invoiced, company, mode }: Content): Content {
  return { ...contentBy(effects), invoiced, company, mode };
}
