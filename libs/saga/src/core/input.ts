import {
  AmendOrder,
  CommandDead,
  CommandWithdrawn,
  PauseOrder,
  ResumeOrder,
  RetryStep,
  SkipStep,
  StepDeadlineReached,
  type Message,
} from '@kervan/contracts';
import type { Cancellation, SagaData, SagaDefinition, SagaOrder, Start } from '../definition/saga-definition.js';

/** The reply to a command, by the record's full name. */
export interface Reply {
  readonly kind: 'reply';
  readonly record: string;
  readonly data: { readonly commandId: string; readonly code?: string; readonly detail?: string };
}

/** Everything that can happen to a saga. Plain data: what comes early is stored as it is. */
export type Input =
  | {
      readonly kind: 'start';
      readonly data: Start<unknown>;
      readonly acceptedAt: number;
      readonly early: readonly Input[];
    }
  | Reply
  | { readonly kind: 'event'; readonly record: string; readonly data: unknown }
  | { readonly kind: 'cancellation'; readonly data: Cancellation }
  | { readonly kind: 'deadline'; readonly step: string; readonly attempt: number }
  | ({ readonly kind: 'pause' } & Reason)
  | ({ readonly kind: 'resume' } & Reason)
  | ({ readonly kind: 'retry' } & Decision)
  | ({ readonly kind: 'skip'; readonly step: string; readonly facts: string } & Decision)
  | ({ readonly kind: 'amend'; readonly mergePatch: string } & Decision);

/** Who acts, and why. */
export interface Reason {
  readonly by: string;
  readonly reason: string;
}

/** What a person saw of a saga when he decided; what he does not tell is null, and not looked at. */
export interface Seen {
  /** How many inputs the saga had taken. */
  readonly revision: number | null;
  /** Why a person was asked. */
  readonly code: string | null;
}

/** An act that is meant for the saga as it was seen, and for no later moment of it. */
export interface Decision extends Reason {
  readonly seen: Seen;
}

/** The inputs of one kind. */
export type InputOf<Kind extends Input['kind']> = Extract<Input, { kind: Kind }>;

/**
 * What a message means to a saga.
 *
 * @param early for a start: what had come for the order before it.
 * @throws when the definition does not take the record.
 */
export function inputOf<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  message: Message & { readonly acceptedAt: number },
  early: readonly Input[] = [],
): Input {
  const record = message.type.fullName;
  switch (record) {
    case definition.startsOn.fullName:
      return { kind: 'start', data: message.data as Start<unknown>, acceptedAt: message.acceptedAt, early };
    case definition.cancelledBy.fullName:
      return { kind: 'cancellation', data: message.data as Cancellation };
    case StepDeadlineReached.fullName: {
      const { step, attempt } = message.data as StepDeadlineReached;
      return { kind: 'deadline', step, attempt };
    }
    case PauseOrder.fullName:
      return { kind: 'pause', ...reasonOf(message) };
    case ResumeOrder.fullName:
      return { kind: 'resume', ...reasonOf(message) };
    case RetryStep.fullName:
      return { kind: 'retry', ...decisionOf(message) };
    case SkipStep.fullName: {
      const { step, facts } = message.data as SkipStep;
      return { kind: 'skip', step, facts, ...decisionOf(message) };
    }
    case AmendOrder.fullName: {
      const { mergePatch } = message.data as AmendOrder;
      return { kind: 'amend', mergePatch, ...decisionOf(message) };
    }
    case CommandDead.fullName:
    case CommandWithdrawn.fullName:
      return { kind: 'reply', record, data: message.data as Reply['data'] };
    default:
      if (!definition.takes.some((taken) => taken.fullName === record)) {
        throw new Error(`saga ${definition.name} does not take ${record}`);
      }
      return message.type.kind === 'reply'
        ? { kind: 'reply', record, data: message.data as Reply['data'] }
        : { kind: 'event', record, data: message.data };
  }
}

function decisionOf(message: Message): Decision {
  const { seenRevision, seenCode } = message.data as RetryStep;
  return { ...reasonOf(message), seen: { revision: seenRevision, code: seenCode } };
}

function reasonOf({ data }: Message): Reason {
  const { by, reason } = data as Reason;
  return { by, reason };
}
