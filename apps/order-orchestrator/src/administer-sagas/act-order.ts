import { AmendOrder, PauseOrder, ResumeOrder, RetryStep, SkipStep, type Message, type Order } from '@kervan/contracts';
import { amend, isAsSeen, OperatorAct, possibleActs, told, type Finding, type SagaStand, type Seen } from '@kervan/saga';
import type { OrderToInvoice } from '../order-to-invoice/order-to-invoice.js';
import { sagaProblem } from './sagas.problems.js';

/** An act that is meant for an order as it was seen; what is left out may have changed. */
interface Decision {
  readonly seen?: { readonly [Part in keyof Seen]?: Seen[Part] | undefined } | undefined;
}

/** What an operator wants done with an order. */
export type ActOrder =
  | { readonly act: 'pause' | 'resume' }
  | ({ readonly act: 'retry' } & Decision)
  | ({
      readonly act: 'skip';
      /** The step that is meant; default: the current one. */
      readonly step?: string | undefined;
      /** What the step's reply would have told. */
      readonly facts: object;
    } & Decision)
  | ({ readonly act: 'amend'; readonly mergePatch: object } & Decision);

/** Who acts, and why; both are kept in the saga's history and in the audit log. */
export interface Reason {
  readonly by: string;
  readonly reason: string;
}

/** An act that was taken: the saga carries it out as one of its inputs, in order with all others. */
export interface ActTaken {
  readonly orderId: string;
  readonly actId: string;
}

const NOT_POSSIBLE = {
  pause: 'not-pausable',
  resume: 'not-paused',
  retry: 'nothing-to-retry',
  skip: 'not-skippable',
  amend: 'not-amendable',
} as const satisfies Record<OperatorAct, keyof typeof sagaProblem.kinds>;

/**
 * Refuses an act that would have no effect where the saga stands, or was decided upon before, by the rules of the saga
 * itself.
 *
 * @throws {Problem} 409 with what would be possible, `moved-on` where the order was seen otherwise, 422 `facts-refused`
 * or `amendment-refused` with the fields that do not fit or that a step has fixed; never with their values.
 */
export function mustHaveEffect({ definition, instance }: SagaStand<OrderToInvoice, Order>, order: ActOrder): void {
  const { status, direction, step: name, revision, attention } = instance;
  const possible = possibleActs(definition, instance);
  const step = definition.steps.find((one) => one.name === name);
  const stands = { orderStatus: status, direction, step: name, possible };
  const detail = `The order is ${status}, ${direction}, at step ${name || 'none'}; possible: ${possible.join(', ') || 'nothing'}.`;
  const { revision: seenRevision = null, code: seenCode = null } = ('seen' in order && order.seen) || {};
  if (!isAsSeen(instance, { revision: seenRevision, code: seenCode })) {
    throw sagaProblem('moved-on', { detail, extensions: { ...stands, revision, ...(attention && { attention: attention.code }) } });
  }
  const another = order.act === 'skip' && order.step !== undefined && order.step !== name;
  if (!possible.includes(order.act) || another) {
    throw sagaProblem(NOT_POSSIBLE[order.act], { detail, extensions: stands });
  }
  if (order.act === 'skip' && step) {
    const telling = told(step, instance, JSON.stringify(order.facts));
    if ('findings' in telling) throw sagaProblem('facts-refused', { errors: errorsIn('facts', telling.findings) });
  }
  if (order.act === 'amend') {
    const amendment = amend(definition, instance, JSON.stringify(order.mergePatch));
    if ('findings' in amendment) throw sagaProblem('amendment-refused', { errors: errorsIn('mergePatch', amendment.findings) });
  }
}

/**
 * The act as a message to the saga. A decision is for the saga as it stands now: what comes before the message has its
 * effect, and the decision then has none.
 */
export function messageOf(
  order: ActOrder,
  { instance: { step, revision, attention } }: SagaStand<OrderToInvoice, Order>,
  ids: ActTaken,
  { by, reason }: Reason,
): Message<ActTaken> {
  const act = { ...ids, by, reason };
  const decision = { ...act, seenRevision: revision, seenCode: attention?.code ?? null };
  switch (order.act) {
    case 'pause':
      return PauseOrder.of(act);
    case 'resume':
      return ResumeOrder.of(act);
    case 'retry':
      return RetryStep.of(decision);
    case 'skip':
      return SkipStep.of({ ...decision, step, facts: JSON.stringify(order.facts) });
    case 'amend':
      return AmendOrder.of({ ...decision, mergePatch: JSON.stringify(order.mergePatch) });
    default:
      return order satisfies never;
  }
}

/** What the audit log keeps of an act beside who and why: names of fields, never what they hold. */
export function auditDetailOf(order: ActOrder, { step, status }: { step: string; status: string }, actId: string): object {
  const fields =
    order.act === 'skip' ? { facts: Object.keys(order.facts) } : order.act === 'amend' ? { fields: Object.keys(order.mergePatch) } : {};
  return { actId, step, status, ...fields };
}

function errorsIn(member: string, findings: readonly Finding[]): Finding[] {
  return findings.map(({ pointer, code }) => ({ pointer: `#/${member}${pointer}`, code }));
}
