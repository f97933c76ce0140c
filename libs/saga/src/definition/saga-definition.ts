import type { Message, RecordType } from '@kervan/contracts';

/** What every saga's data holds: what its ends tell of the order. */
export interface SagaData {
  readonly orderNumber: string;
  /** What was made on the way, in the order in which it was made. */
  readonly documents: readonly unknown[];
}

/** The order's fields that name it. An amendment may change anything but these. */
export interface SagaOrder {
  readonly company: string;
  readonly mode: string;
  readonly channel: string;
  readonly orderNumber: string;
}

/** Names one command of one saga; every command record carries both. */
export interface CommandIds {
  readonly orderId: string;
  readonly commandId: string;
}

/** What a person is told when a saga cannot go on by itself. */
export interface Notice {
  readonly code: string;
  readonly detail: string;
}

/** What a declared refusal leads to: undoing what was done, or a person's decision. */
export type RefusalPolicy = 'compensate' | 'needs_attention';

/** A declared refusal, as the participant's reply tells it. */
export interface Refusal extends CommandIds, Notice {}

/** Something wrong with what a person has told: where (RFC 6901), and by which rule. Never holds a value. */
export interface Finding {
  readonly pointer: string;
  readonly code: string;
}

/**
 * What a person tells who counts a step as done that he has done in another way: what the step's reply would have told
 * (`required`), that if there is such a thing (`optional`), or nothing. What is told is remembered as of the reply.
 */
export type Skip<Data> =
  | { readonly facts: 'required' | 'optional' }
  | {
      readonly facts: 'none';
      /** What to remember of it, merged into the saga's data. */
      yields(data: Data): Partial<Data>;
    };

/** A step that a person may have done in another way. */
export interface Skippable<Data> {
  /** Whether a person may count the step as done, and what that takes. Default: nobody may. */
  readonly skip?: Skip<Data>;
}

interface Conditional<Data> {
  /**
   * The step is left out where this is false; asked once, on reaching the step. Default: never left out. A command that is
   * known to have been carried out, as a saga that was set back may know it before it asks, counts whatever this says. Where
   * it knows that only once it has completed, it tells its end again.
   */
  when?(data: Data): boolean;
  /** Milliseconds until the deadline: a command is asked for once more, then a person; an awaited event is `late`. */
  readonly within: number;
}

/** A step that sends a command and goes on with its reply. */
export interface Doing<Data, Order, Ok> extends Conditional<Data> {
  /** Makes the command. Pure: the same saga yields the same command, however often it is asked. */
  do(data: Data, ids: CommandIds, order: () => Order): Message<CommandIds>;
  /** The reply that says it is done. */
  readonly ok: RecordType<Ok>;
  /** What to remember of the reply, merged into the saga's data. */
  keep?(data: Data, reply: Ok): Partial<Data>;
  /**
   * What of the order the participant holds once the step is done, in the order's own shape: from then on, and while it is
   * not known whether it is, an amendment that changes it is refused; so it is while a step that is due is known to be done
   * before a saga that was set back comes to it. Pure. Default: nothing.
   */
  fixes?(order: Order): object;
}

/** A step that may be refused. A refusal promises that the step had no effect. */
export interface Refusable<Refused> {
  readonly refused?: RecordType<Refused>;
  /**
   * The earlier step that is done again when the order is amended while this one has failed, because this one builds
   * upon what that one made. Default: this step itself.
   */
  readonly amendedFrom?: string;
}

/** A step that can be taken back by a domain act of its own. */
export interface Undoable<Data, Undone> {
  /** Makes the command that takes the step back; sent only when the step is known to have succeeded. */
  undo(data: Data, ids: CommandIds, reason: string): Message<CommandIds>;
  /** The reply that says it is taken back. */
  readonly undone: RecordType<Undone>;
  /**
   * Whether a person may count the step as taken back who has done so in another way: always, or only once the participant
   * has given the undo up with such a code, by which it vouches that it can never be done. Pure. Default: nobody may.
   */
  readonly skipUndo?: true | ((code: string) => boolean);
}

/**
 * A step that waits for an event from elsewhere. What comes early is kept until the step is reached, and taken then in the
 * order in which it came: all of it where `until` says what is enough, even if a part would be; else the first alone. What
 * comes once the step is done is for a later step that awaits the same, or ignored. Behind one with `until` there is no such
 * step: it would get nothing of what came early.
 */
export interface Awaiting<Data, Event> extends Conditional<Data>, Skippable<Data> {
  readonly await: RecordType<Event>;
  /** What to remember of the event, merged into the saga's data. */
  keep?(data: Data, event: Event): Partial<Data>;
  /** Whether what has come is enough; asked after each event, and once about all that came early. Default: one event is. */
  until?(data: Data): boolean;
  /** What to tell a person when the deadline passes. */
  late(data: Data): Notice;
}

/** The kinds of steps: what may be undone, the point of no return, and what is repeated until it succeeds. */
export type StepKind = 'compensatable' | 'pivot' | 'retriable';

interface Named {
  readonly name: string;
  readonly kind: StepKind;
}

/** A step that sends a command, as the core reads it. */
export type CommandStep<Data, Order> = Named &
  Doing<Data, Order, unknown> &
  Skippable<Data> &
  Refusable<unknown> &
  Partial<Undoable<Data, unknown>>;

/** A step that waits for an event, as the core reads it. */
export type AwaitStep<Data> = Named & Awaiting<Data, unknown>;

export type Step<Data, Order> = CommandStep<Data, Order> | AwaitStep<Data>;

/** Narrows a step to one that waits for an event. */
export function isAwaiting<Data, Order>(step: Step<Data, Order>): step is AwaitStep<Data> {
  return 'await' in step;
}

/** What the completion of every saga tells. */
export interface Completed<Document> {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly completedAt: string;
  readonly documents: readonly Document[];
}

/** The events that tell how a saga ended, and from when to when a person has to decide. */
export interface SagaEnds<Data extends SagaData, Completion extends Completed<Data['documents'][number]>> {
  readonly completed: RecordType<Completion>;
  /** What the completion tells beside what every completion does. Pure: the same however often it is told. */
  completedTells(data: Data): Omit<Completion, keyof Completed<unknown>>;
  readonly compensated: RecordType<{
    readonly orderId: string;
    readonly orderNumber: string;
    readonly reversedAt: string;
    readonly reason: string;
    readonly documents: Data['documents'];
  }>;
  readonly needsAttention: RecordType<{
    readonly orderId: string;
    readonly orderNumber: string;
    readonly step: string;
    readonly code: string;
    readonly detail: string;
    readonly since: string;
  }>;
  readonly attentionResolved: RecordType<{
    readonly orderId: string;
    readonly orderNumber: string;
    readonly step: string;
    readonly code: string;
    readonly resolvedAt: string;
  }>;
}

/** The event that starts a saga. */
export interface Start<Order> {
  readonly orderId: string;
  readonly order: Order;
}

/** The event by which the source takes an order back. */
export interface Cancellation {
  readonly orderId: string;
  readonly reason: string;
  readonly requestedBy: string;
}

/**
 * The end-to-end receipt: told at the start, whenever that comes again, before where it stands, when the order is amended,
 * and when an amendment or a skip has no effect.
 */
export interface Taken {
  readonly orderId: string;
  readonly takenAt: string;
  /** When it is told: the last telling counts, and none is to be taken for one before it. */
  readonly toldAt: string | null;
}

/**
 * A process from its start to its end, as data: read down for the happy path, up the undo column for compensation.
 *
 * Made by `defineSaga`; interpreted by `next`, the runtime and the diagram.
 */
export interface SagaDefinition<Data extends SagaData, Order extends SagaOrder> {
  readonly name: string;
  /** An instance ends on the version that it started with; a change of steps is a new version. */
  readonly version: number;
  readonly startsOn: RecordType<Start<Order>>;
  /** The saga's data as it follows from the order; made anew when the order is amended. */
  open(start: Start<Order>): Data;
  readonly answersWith: RecordType<Taken>;
  /** What the receipt tells of the order as it stands, beside what every receipt does. */
  tells(start: Start<Order>): object;
  readonly steps: readonly Step<Data, Order>[];
  /** What a declared refusal leads to; asked only before the pivot has succeeded. */
  whenRefused(data: Data, refusal: Refusal): RefusalPolicy;
  /** What is wrong with an order as a person has amended it; nothing is done with one that has a finding. */
  amendmentFaults(order: Order): readonly Finding[];
  readonly cancelledBy: RecordType<Cancellation>;
  readonly ends: SagaEnds<Data, Completed<Data['documents'][number]>>;
  /** Every record that a running saga takes: its consumer subscribes to these. */
  readonly takes: readonly RecordType<unknown>[];
}
