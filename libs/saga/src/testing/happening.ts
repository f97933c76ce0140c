import {
  AmendOrder,
  CommandDead,
  CommandWithdrawn,
  PauseOrder,
  ResumeOrder,
  RetryStep,
  SkipStep,
  type Message,
  type RecordType,
} from '@kervan/contracts';
import type { SagaData, SagaDefinition, SagaOrder } from '../definition/saga-definition.js';
import { inputOf, type Input, type Seen } from '../core/input.js';
import { attemptOf, type Instance, type OperatorAct } from '../core/instance.js';
import { idOfCommand } from '../core/turn.js';

/** Where a saga under test stands. */
export interface Situation<Data extends SagaData, Order extends SagaOrder> {
  readonly definition: SagaDefinition<Data, Order>;
  readonly instance: Instance<Data, Order> | null;
  /** Milliseconds. */
  readonly now: number;
}

/** Something that happens to a saga under test, at a time: an input made to fit the situation. */
export type Happening = <Data extends SagaData, Order extends SagaOrder>(
  situation: Situation<Data, Order>,
) => { readonly input: Input; readonly now: number };

/** The order of every saga under test. */
export const ORDER_ID = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';

/** When the order under test was accepted; milliseconds. */
export const ACCEPTED_AT = Date.UTC(2026, 10, 21, 7, 15);

/** Which command a reply names: unless said, the one in flight. */
export interface Naming {
  readonly step?: string;
  readonly attempt?: number;
}

/** A message comes: its order, and for a reply the command that it names, are filled in. */
export function happening<T extends object>(
  record: RecordType<T>,
  data: Omit<T, 'orderId' | 'commandId'>,
  { step, attempt }: Naming = {},
): Happening {
  return ({ definition, instance, now }) => {
    const named = step ?? instance?.step ?? '';
    const number = attempt ?? (instance ? (instance.steps[named]?.attempts ?? 0) : 1);
    const commandId = idOfCommand({ id: ORDER_ID, acceptedAt: ACCEPTED_AT, steps: instance?.steps ?? {} }, named, number);
    const ids = record.kind === 'reply' ? { orderId: ORDER_ID, commandId } : { orderId: ORDER_ID };
    const message = { type: record, data: { ...ids, ...data } } as Message;
    return { input: inputOf(definition, { ...message, acceptedAt: ACCEPTED_AT }), now };
  };
}

/** The timer of the current step and attempt goes off, on time. */
export const deadlineReached: Happening = ({ instance, now }) => ({
  input: { kind: 'deadline', step: instance?.step ?? '', attempt: instance ? attemptOf(instance) : 0 },
  now: instance?.deadlineAt ?? now,
});

/** The participant could not carry the command in flight out, for a reason of its own. */
export const commandDeadFor = (code: string): Happening => happening(CommandDead, { code, detail: 'The participant gave up.' });

/** The participant could not carry the command in flight out. */
export const commandDead = commandDeadFor('attempts-used-up');

/** The participant will never carry the command in flight out. */
export const commandWithdrawn = happening(CommandWithdrawn, {});

const operator = { actId: '019aa5c1-7e2b-8c3d-9a4e-0000000000a1', by: 'operator' };

const asSeen = ({ revision = null, code = null }: Partial<Seen>) => ({ seenRevision: revision, seenCode: code });

/** An operator has the step tried again who saw the saga so. */
export const retriedAsSeen = (seen: Partial<Seen>): Happening =>
  happening(RetryStep, { ...operator, reason: 'cause removed', ...asSeen(seen) });

/** An operator has the step tried again. */
export const retried = retriedAsSeen({});

/** An operator corrects the order by a JSON Merge Patch, and saw the saga as told. */
export const amended = (patch: object, seen: Partial<Seen> = {}): Happening =>
  happening(AmendOrder, { ...operator, reason: 'order corrected', mergePatch: JSON.stringify(patch), ...asSeen(seen) });

/**
 * An operator counts the current step, or the one named, as done, and tells what its reply would have told; he saw the
 * saga as told.
 */
export const skipped =
  (facts: object = {}, step?: string, seen: Partial<Seen> = {}): Happening =>
  (situation) => {
    const named = step ?? situation.instance?.step ?? '';
    const act = { ...operator, reason: 'done by hand', step: named, facts: JSON.stringify(facts), ...asSeen(seen) };
    return happening(SkipStep, act)(situation);
  };

/** An operator has the saga send nothing for now. */
export const paused = happening(PauseOrder, { ...operator, reason: 'incident' });

/** An operator lets the saga go on. */
export const resumed = happening(ResumeOrder, { ...operator, reason: 'solved' });

/** What an operator may do, by the act: `facts` are told of a step that is skipped, `patch` corrects the order. */
export function operatorHappenings({ facts, patch }: {
  readonly facts?: object | undefined;
  readonly patch: object;
}): Readonly<Record<OperatorAct, Happening>> {
  return { pause: paused, resume: resumed, retry: retried, skip: skipped(facts), amend: amended(patch) };
}
