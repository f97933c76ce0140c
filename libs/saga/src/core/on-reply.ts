import { isAwaiting, type SagaData, type SagaOrder } from '../definition/saga-definition.js';
import { keep, react, take, undoNext } from './course.js';
import type { Reply } from './input.js';
import { isUndoing, successesOf } from './instance.js';
import { isAhead, originOf, type Origin } from './known-ahead.js';
import { succeededLate } from './late-success.js';
import { TAKEN_BACK_BEFORE } from './notices.js';
import { onCancellation } from './on-event.js';
import { commandIdOf, idOfCommand, isOver, type Turn } from './turn.js';
import { verdictOf } from './verdict.js';

/**
 * A reply: the answer to the current command is taken; a stale or repeated one is recorded. One to a command that a saga
 * which was set back has not asked for yet is kept for its step, or known from now on.
 */
export function onReply<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, reply: Reply): void {
  const { answer } = turn.instance;
  if (!isToCurrent(turn, reply) || isOver(turn)) return onOtherReply(turn, reply);
  const verdict = verdictOf(turn, reply);
  if (!verdict) return turn.note('ignored', `${reply.record} does not answer ${turn.instance.act}`);
  const redriven = answer?.verdict === 'dead' && verdict.verdict !== 'dead';
  if (answer && !redriven) return turn.note('duplicate', verdict.verdict);
  if (verdict.verdict === 'done' && turn.step) keep(turn, turn.step, reply.data);
  take(turn, verdict);
}

/** Whether a reply is to the current command; an undo may have been asked for by the release before, under its own id. */
function isToCurrent<Data extends SagaData, Order extends SagaOrder>(
  { instance, step, attempt }: Turn<Data, Order>,
  { record, data: { commandId } }: Reply,
): boolean {
  if (commandId === idOfCommand(instance, instance.step, attempt)) return true;
  const isUndone = step && !isAwaiting(step) && isUndoing(instance) && record === step.undone?.fullName;
  return isUndone === true && commandId === commandIdOf(instance, instance.step, attempt);
}

/** A reply to a command that is not awaited. A success that nobody knew of is known from now on, and told. */
function onOtherReply<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, reply: Reply): void {
  const origin = originOf(turn, reply.data.commandId);
  if (!origin) return turn.note('stale', 'answers no command of this saga');
  const { step, attempt, isUndo } = origin;
  const state = turn.instance.steps[step.name] ?? { attempts: 0 };
  const isUnasked = attempt > (isUndo ? (state.undos?.length ?? 0) : state.attempts);
  if (isUnasked && reply.record === step.undone?.fullName) return takenBackBefore(turn);
  if (isAhead(turn, origin, reply) && !isOver(turn)) return keepForStep(turn, reply);
  const succeeded = !isUndo && reply.record === step.ok.fullName;
  const isNews = succeeded && !successesOf(state).includes(attempt);
  const isForward = turn.instance.direction === 'forward';
  if (isNews && isUnasked && isForward) turn.remember(step.name, { attempts: attempt });
  if (isNews && isUnasked && isForward && step === turn.step && !isOver(turn)) {
    keep(turn, step, reply.data);
    return take(turn, { verdict: 'done' });
  }
  if (isNews && (state.outcome !== 'done' || state.byPerson)) return onLateSuccess(turn, reply, origin);
  if (isNews) turn.succeeded(step.name, attempt);
  turn.note(attempt === state.attempts ? 'duplicate' : 'stale', `${step.name}, attempt ${attempt}`);
}

/** What was asked for before a saga was set back is answered when its step comes: the command is not asked for again. */
function keepForStep<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, reply: Reply): void {
  const { early } = turn.instance;
  const isKept = early.some((input) => {
    return input.kind === 'reply' && input.record === reply.record && input.data.commandId === reply.data.commandId;
  });
  if (isKept) return turn.note('duplicate', 'kept already');
  turn.change({ early: [...early, reply] });
  turn.note('kept-early');
}

/** It had been turned back before it was set back, for a reason that it need not come to know: that is its cancellation. */
function takenBackBefore<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  onCancellation(turn, { kind: 'cancellation', data: { orderId: turn.instance.id, ...TAKEN_BACK_BEFORE } });
}

/**
 * After compensation it is undone once more. A completed saga tells its end again, which as told before lacks it: one that was
 * set back may have left the step out, having lost what made it due. Nobody has to decide for that, and none is asked. Where
 * a person did the step in another way, only a person can tell.
 */
function onLateSuccess<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  reply: Reply,
  { step, attempt }: Origin<Data, Order>,
): void {
  const doneByPerson = turn.instance.steps[step.name]?.outcome === 'done';
  if (!doneByPerson) keep(turn, step, reply.data);
  turn.succeeded(step.name, attempt);
  const { direction, status, answer } = turn.instance;
  const isHeard = status !== 'paused' && !doneByPerson;
  if (isHeard && status === 'completed') turn.tellStanding();
  else if (isHeard && (status === 'compensated' || succeededLate(turn.definition, turn.instance))) undoNext(turn);
  turn.noteLate(step.name, attempt);
  if (isHeard && direction === 'forward' && status === 'needs_attention' && step === turn.step && answer) react(turn);
}
