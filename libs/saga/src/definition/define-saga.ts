import {
  AmendOrder,
  CommandDead,
  CommandWithdrawn,
  PauseOrder,
  ResumeOrder,
  RetryStep,
  SkipStep,
  StepDeadlineReached,
  type RecordType,
} from '@kervan/contracts';
import {
  isAwaiting,
  type Awaiting,
  type Cancellation,
  type Completed,
  type Doing,
  type Finding,
  type Refusable,
  type Refusal,
  type RefusalPolicy,
  type SagaData,
  type SagaDefinition,
  type SagaEnds,
  type SagaOrder,
  type Skippable,
  type Start,
  type Step,
  type Taken,
  type Undoable,
} from './saga-definition.js';

/** First words: what starts it. */
export interface Unstarted<Data extends SagaData> {
  /** The event that starts an instance, and the data that follows from it. */
  startsOn<Order extends SagaOrder>(
    record: RecordType<Start<Order>>,
    open: (start: Start<Order>) => Data,
  ): Unanswered<Data, Order>;
}

/** Next: the receipt for the start. */
export interface Unanswered<Data extends SagaData, Order extends SagaOrder> {
  /**
   * The event that answers every start, the first and each one that comes again, and every amendment of the order; and
   * what it tells of the order as that then stands.
   */
  answersWith<Receipt extends Taken>(
    record: RecordType<Receipt>,
    tells: (start: Start<Order>) => Omit<Receipt, keyof Taken>,
  ): BeforePivot<Data, Order>;
}

/** Steps that can be taken back, up to the one that cannot. */
export interface BeforePivot<Data extends SagaData, Order extends SagaOrder> {
  /** A step that can be undone. */
  compensatable<Ok, Refused, Undone>(
    name: string,
    step: Doing<Data, Order, Ok> & Skippable<Data> & Refusable<Refused> & Undoable<Data, Undone>,
  ): BeforePivot<Data, Order>;
  /** The point of no return: until it succeeds everything can be undone, after it nothing is. Nobody may skip it. */
  pivot<Ok, Refused>(name: string, step: Doing<Data, Order, Ok> & Refusable<Refused>): AfterPivot<Data, Order>;
}

/** Steps that are repeated until they succeed, then how it may be cancelled and how it ends. */
export interface AfterPivot<Data extends SagaData, Order extends SagaOrder> {
  /** A step that is never undone: it sends a command, or awaits an event. */
  retriable<Ok>(
    name: string,
    step: (Doing<Data, Order, Ok> & Skippable<Data>) | Awaiting<Data, Ok>,
  ): AfterPivot<Data, Order>;
  /** What a declared refusal leads to. Unless said, a person decides. */
  whenRefused(policy: (data: Data, refusal: Refusal) => RefusalPolicy): AfterPivot<Data, Order>;
  /** What an order must hold to that a person amends. Unless said, only the schema. */
  amendedOrders(faults: (order: Order) => readonly Finding[]): AfterPivot<Data, Order>;
  /** The event that takes the order back: once the step in flight has finished, or a person decides after the pivot. */
  cancelledBy(record: RecordType<Cancellation>): Unended<Data, Order>;
}

/** Last words: the events of its ends. */
export interface Unended<Data extends SagaData, Order extends SagaOrder> {
  /**
   * @throws when two steps share a name, one is amended from what is no earlier step with a command, or one awaits what an
   * earlier one takes all of that comes early.
   */
  ends<Completion extends Completed<Data['documents'][number]>>(
    ends: SagaEnds<Data, Completion>,
  ): SagaDefinition<Data, Order>;
}

/** Begins the definition of a saga. Every change of its steps is a new version; the earlier one is kept beside it. */
export function defineSaga<Data extends SagaData>(name: string, version = 1): Unstarted<Data> {
  return {
    startsOn: (startsOn, open) => ({
      answersWith: (answersWith, tells) =>
        withSteps({ name, version, startsOn, open, answersWith, tells, steps: [], ...unlessSaid }),
    }),
  };
}

const unlessSaid = {
  whenRefused: (): RefusalPolicy => 'needs_attention',
  amendmentFaults: (): readonly Finding[] => [],
};

type Unfinished<Data extends SagaData, Order extends SagaOrder> = Omit<
  SagaDefinition<Data, Order>,
  'cancelledBy' | 'ends' | 'takes'
>;

function withSteps<Data extends SagaData, Order extends SagaOrder>(
  saga: Unfinished<Data, Order>,
): BeforePivot<Data, Order> & AfterPivot<Data, Order> {
  const and = (step: Step<Data, Order>) => withSteps({ ...saga, steps: [...saga.steps, step] });
  return {
    compensatable: (name, step) => and({ kind: 'compensatable', name, ...step } as Step<Data, Order>),
    pivot: (name, step) => and({ kind: 'pivot', name, ...step } as Step<Data, Order>),
    retriable: (name, step) => and({ kind: 'retriable', name, ...step } as Step<Data, Order>),
    whenRefused: (whenRefused) => withSteps({ ...saga, whenRefused }),
    amendedOrders: (amendmentFaults) => withSteps({ ...saga, amendmentFaults }),
    cancelledBy: (cancelledBy) => ({ ends: (ends) => finish({ ...saga, cancelledBy, ends }) }),
  };
}

function finish<Data extends SagaData, Order extends SagaOrder>(
  saga: Omit<SagaDefinition<Data, Order>, 'takes'>,
): SagaDefinition<Data, Order> {
  const names = saga.steps.map((step) => step.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`saga ${saga.name} has two steps named ${twice}`);
  saga.steps.forEach((step, index) => {
    const from = isAwaiting(step) ? undefined : step.amendedFrom;
    const earlier = saga.steps.slice(0, index).find(({ name }) => name === from);
    if (from === undefined || (earlier && !isAwaiting(earlier))) return;
    throw new Error(`step ${step.name} of saga ${saga.name} is amended from ${from}, which is no earlier command`);
  });
  saga.steps.filter(isAwaiting).forEach((step, index, awaiting) => {
    const earlier = awaiting.slice(0, index).find((one) => one.until && one.await.fullName === step.await.fullName);
    if (!earlier) return;
    throw new Error(`step ${step.name} of saga ${saga.name} awaits ${step.await.fullName}, of which ${earlier.name} takes all that comes early`);
  });
  const answers = saga.steps.flatMap((step) =>
    isAwaiting(step) ? [step.await] : [step.ok, step.refused, step.undone].filter((record) => record !== undefined),
  );
  const acts = [PauseOrder, ResumeOrder, RetryStep, SkipStep, AmendOrder];
  const own = [CommandDead, CommandWithdrawn, StepDeadlineReached, ...acts];
  const takes = new Set<RecordType<unknown>>([saga.startsOn, saga.cancelledBy, ...answers, ...own]);
  return { ...saga, takes: [...takes] };
}
