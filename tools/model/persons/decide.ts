import type { Order } from '@kervan/contracts';
import type { OrderToInvoice } from '@kervan/order-orchestrator/parts';
import { OperatorAct, possibleActs, type SagaDefinition } from '@kervan/saga';
import type { SeededRandom } from '../machine/seeded-random.js';
import { drawAmendment, drawBuyer } from './amendments.js';
import type { OrderInstance } from './stand.js';

/** What persons do with an order that they look at: an act, money that comes for it, or nothing. */
export type Decision =
  | { readonly act: 'pause' | 'resume' }
  | { readonly act: 'retry' }
  | { readonly act: 'skip' }
  | { readonly act: 'pay' }
  | { readonly act: 'amend'; readonly mergePatch: Partial<Order> };

type Definition = SagaDefinition<OrderToInvoice, Order>;

/** What a person does who happens to look at an order: of what is possible there. */
export function decide(random: SeededRandom, definition: Definition, stand: OrderInstance): Decision | undefined {
  const { status } = stand;
  const may = possibleIn(definition, stand);
  const drawn = (act: OperatorAct, probability: number): boolean => may(act) && random.chance(probability);
  if (drawn(OperatorAct.resume, 0.7)) return { act: 'resume' };
  if (status === 'waiting' && random.chance(0.3)) return { act: 'pay' };
  if (status === 'needs_attention') return random.chance(0.7) ? helped(random, definition, stand) : undefined;
  if (drawn(OperatorAct.skip, status === 'waiting' ? 0.15 : 0.2)) return { act: 'skip' };
  if (drawn(OperatorAct.retry, 0.2)) return { act: 'retry' };
  return drawn(OperatorAct.pause, 0.4) ? { act: 'pause' } : undefined;
}

/** What is done once nothing happens any more: what is paused goes on, what is owed is paid, and who is waited for acts. */
export function decideAtRest(random: SeededRandom, definition: Definition, stand: OrderInstance): Decision | undefined {
  if (stand.status === 'paused') return { act: 'resume' };
  if (stand.status === 'waiting') return { act: random.chance(0.7) ? 'pay' : 'skip' };
  return stand.status === 'needs_attention' ? helped(random, definition, stand) : undefined;
}

/** A success that came late is looked after by accounting, and the order left as it stands. Of an invoice the buyer is amended. */
function helped(random: SeededRandom, definition: Definition, stand: OrderInstance): Decision | undefined {
  if (stand.attention?.code === 'late-success') return undefined;
  const may = possibleIn(definition, stand);
  const isOfForm = stand.step === 'transmit';
  if (may(OperatorAct.amend) && random.chance(isOfForm ? 0.8 : 0.4)) {
    return { act: 'amend', mergePatch: (isOfForm ? drawBuyer : drawAmendment)(stand.order.value(), random) };
  }
  return may(OperatorAct.skip) && random.chance(0.35) ? { act: 'skip' } : { act: 'retry' };
}

/** A sales order is booked by hand only where the ERP is known to have none; an invoice is voided by its service alone. */
function possibleIn(definition: Definition, stand: OrderInstance): (act: OperatorAct) => boolean {
  const possible = possibleActs(definition, stand);
  const { step, direction, answer } = stand;
  const isKnownNotDone = answer?.verdict === 'refused' || answer?.verdict === 'withdrawn';
  const isForHand = direction === 'forward' ? step !== 'post-order' || isKnownNotDone : step === 'post-order';
  return (act) => possible.includes(act) && (act !== OperatorAct.skip || isForHand);
}
