import type { Message } from '@kervan/contracts';
import { isAwaiting, type SagaData, type SagaDefinition, type SagaOrder, type Start } from '../definition/saga-definition.js';
import { goOn } from './course.js';
import type { Instance } from './instance.js';
import type { Input, InputOf } from './input.js';
import { TAKEN_BACK_BEFORE } from './notices.js';
import { onCancellation, onDeadline, onEvent } from './on-event.js';
import { onAmend, onPause, onResume, onRetry, onSkip } from './on-operator-act.js';
import { onReply } from './on-reply.js';
import { isOver, Turn, type HistoryEntry, type LateSuccess, type Scheduling, type Sending } from './turn.js';

/** What one input leads to: the instance after it, and everything that leaves with the same transaction. */
export interface Next<Data, Order> {
  /** Null while there is no saga: its start has not come. */
  readonly instance: Instance<Data, Order> | null;
  readonly send: readonly Sending[];
  readonly publish: readonly Message[];
  readonly schedule: Scheduling;
  /** Null only while there is no saga. */
  readonly history: HistoryEntry | null;
  readonly late: LateSuccess | null;
  /** An input to be kept until the start comes. */
  readonly keep: Input | null;
}

/**
 * Takes one input: the whole behaviour of a saga, for every state and every input, without clock, random or I/O.
 *
 * The same arguments give the same answer. What means nothing in a state changes nothing but the history. That a person is
 * waited for is told when it begins, and when it ends; a pause between them is part of it, at whose end it is told again. So is
 * how the order stands when it is placed again, when a person's decision has no effect, and when a step of a completed one turns
 * out to be done.
 *
 * @param instance null where the saga has not started: what it will await is then kept for its start.
 * @param now milliseconds since 1970.
 */
export function next<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  instance: Instance<Data, Order> | null,
  input: Input,
  now: number,
): Next<Data, Order> {
  if (!instance && input.kind !== 'start') {
    const schedule = { kind: 'unchanged' } as const;
    return { instance: null, send: [], publish: [], schedule, history: null, late: null, keep: isKept(input) ? input : null };
  }
  const turn = new Turn(definition, instance ?? opened(definition, input as InputOf<'start'>, now), now);
  if (instance) dispatch(turn, input);
  else begin(turn, (input as InputOf<'start'>).early);
  if (instance?.attention && !turn.instance.attention && !isOver(turn)) turn.tellResolved(instance.step, instance.attention);
  turn.change({ revision: turn.instance.revision + 1 });
  const { step, status, direction } = turn.instance;
  const { effect, detail, attempt, send, publish, schedule, late } = turn;
  const history = { effect, step, attempt, status, direction, detail };
  return { instance: turn.instance, send, publish, schedule, history, late, keep: null };
}

/** What is kept for a start: what it may await, the acts that hold it, and those that it is to tell of. */
function isKept({ kind }: Input): boolean {
  return ['reply', 'event', 'cancellation', 'pause', 'resume', 'skip', 'amend'].includes(kind);
}

function opened<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  { data, acceptedAt, early }: InputOf<'start'>,
  now: number,
): Instance<Data, Order> {
  const start = data as Start<Order>;
  const cancellation = early.find((input) => input.kind === 'cancellation')?.data ?? takenBackBefore(definition, early);
  return {
    id: start.orderId,
    definition: definition.name,
    version: definition.version,
    acceptedAt,
    startedAt: now,
    step: '',
    act: 'do',
    answer: null,
    asked: 0,
    status: 'running',
    direction: 'forward',
    deadlineAt: null,
    timerAt: null,
    attention: null,
    cancellation: cancellation
      ? { reason: cancellation.reason, requestedBy: cancellation.requestedBy, overruled: false }
      : null,
    reversedFor: null,
    steps: {},
    opened: definition.open(start),
    kept: {},
    early: early.filter(({ kind }) => kind === 'reply' || kind === 'event'),
    order: { revision: 1, value: () => start.order },
    revision: 0,
  };
}

/** A saga that was set back to before its start may have undone a step since: it was being taken back. */
function takenBackBefore<Data extends SagaData, Order extends SagaOrder>(
  { steps }: SagaDefinition<Data, Order>,
  early: readonly Input[],
): typeof TAKEN_BACK_BEFORE | undefined {
  const undone = steps.flatMap((step) => (isAwaiting(step) || !step.undone ? [] : [step.undone.fullName]));
  return early.some((input) => input.kind === 'reply' && undone.includes(input.record)) ? TAKEN_BACK_BEFORE : undefined;
}

/**
 * It begins. A saga that was set back to before its start may get decisions before it: what they were meant for is not known
 * here, so that they have no effect, which its history tells.
 */
function begin<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, early: readonly Input[]): void {
  turn.tellTaken();
  goOrWait(turn, early);
  const decisions = new Set(early.map(({ kind }) => kind).filter((kind) => kind === 'skip' || kind === 'amend'));
  if (decisions.size === 0) return;
  turn.note(turn.effect, [turn.detail, `${[...decisions].join(', ')} came before the order: ignored`].filter(Boolean).join('; '));
}

/** It goes its way, unless the last that was asked of it by a person was to wait. */
function goOrWait<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, early: readonly Input[]): void {
  const asked = early.findLast((input) => input.kind === 'pause' || input.kind === 'resume');
  if (asked?.kind === 'pause') return onPause(turn, asked);
  goOn(turn);
  if (turn.effect === 'advanced') turn.note('started');
}

function dispatch<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, input: Input): void {
  switch (input.kind) {
    case 'start':
      turn.tellTaken();
      turn.tellStanding();
      return turn.note('taken-again');
    case 'reply':
      return onReply(turn, input);
    case 'event':
      return onEvent(turn, input);
    case 'cancellation':
      return onCancellation(turn, input);
    case 'deadline':
      return onDeadline(turn, input);
    case 'retry':
      return onRetry(turn, input);
    case 'skip':
      return onSkip(turn, input);
    case 'amend':
      return onAmend(turn, input);
    case 'pause':
      return onPause(turn, input);
    case 'resume':
      return onResume(turn, input);
    default:
      return input satisfies never;
  }
}
