import { isAwaiting, type AwaitStep, type SagaData, type SagaOrder, type Step } from '../definition/saga-definition.js';
import { isRedoing, isUndoing, successesOf, type Answer, type Retrying } from './instance.js';
import type { Reason, Reply } from './input.js';
import { isDoneAhead, isTaken, successesAhead } from './known-ahead.js';
import { succeededLate } from './late-success.js';
import { CANCELLED_AFTER_PIVOT, LATE_SUCCESS, WITHDRAWN } from './notices.js';
import { tryAgain } from './try-again.js';
import { commandIdOf, type Turn } from './turn.js';
import { verdictOf } from './verdict.js';

/** Whether the pivot lies behind: it succeeded, or this order has none. */
export function pivotPassed<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): boolean {
  const pivot = turn.definition.steps.find(({ kind }) => kind === 'pivot');
  const outcome = pivot && turn.instance.steps[pivot.name]?.outcome;
  return outcome === 'done' || outcome === 'skipped';
}

/** Takes the answer to the current act: what is known now is recorded, and unless paused, acted upon. */
export function take<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, answer: Answer): void {
  const { step, status, steps } = turn.instance;
  turn.change({ answer });
  turn.note('recorded', answer.verdict);
  if (answer.verdict === 'done') turn.succeeded(step, turn.attempt);
  if (answer.verdict === 'undone') turn.remember(step, { outcome: 'undone' });
  const excluded = answer.verdict === 'refused' || answer.verdict === 'withdrawn';
  if (excluded && steps[step]?.outcome !== 'done') turn.remember(step, { outcome: 'not_done' });
  if (status !== 'paused') react(turn);
}

/**
 * Acts upon what is known of the current act: a success decides, whichever attempt had it, unless the step is done
 * again on purpose. Unanswered: asks again.
 */
export function react<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  if (turn.instance.direction === 'backward') return reactBackward(turn);
  if (!turn.step) return goOn(turn);
  const { answer, act, step, steps, skipping, retrying } = turn.instance;
  if (!answer) return act === 'await' && isCancelled(turn) ? goOn(turn) : turn.ask();
  if (!isRedoing(turn.instance) && steps[step]?.outcome === 'done') return goOnAsDone(turn);
  switch (answer.verdict) {
    case 'done':
    case 'undone':
      return goOnAsDone(turn);
    case 'refused':
    case 'withdrawn': {
      if (skipping) return countAsDone(turn);
      const reason = reasonToTurnBack(turn, answer);
      if (reason !== undefined && !pivotPassed(turn)) return turnBack(turn, reason);
      if (retrying) return tryAsWanted(turn, retrying);
      return turn.needPerson(answer.verdict === 'refused' ? answer : WITHDRAWN);
    }
    case 'dead':
      if (act !== 'withdraw' && isCancelled(turn) && !pivotPassed(turn)) return withdraw(turn);
      return turn.needPerson(answer);
    default:
      return answer satisfies never;
  }
}

function reactBackward<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  const { answer, skipping, retrying } = turn.instance;
  const isOpen = isUndoing(turn.instance) && answer?.verdict !== 'undone';
  if (!isOpen || succeededLate(turn.definition, turn.instance)) return undoNext(turn);
  if (!answer) return turn.ask();
  if (answer.verdict === 'withdrawn' && skipping) return countAsDone(turn);
  if (answer.verdict === 'withdrawn' && retrying) return tryAsWanted(turn, retrying);
  turn.needPerson('code' in answer ? answer : WITHDRAWN);
}

/** After a withdrawal: what a person wants to be tried again. */
function tryAsWanted<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, retrying: Retrying): void {
  if (!turn.step || isAwaiting(turn.step)) return;
  tryAgain(turn, turn.step, retrying);
  attribute(turn, retrying);
}

/**
 * Goes on from a step that is done. Where the order was amended meanwhile it is done again, if the definition says that
 * this may be; past the pivot that comes too late, which the history tells.
 */
function goOnAsDone<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  const { step } = turn;
  const { retrying } = turn.instance;
  if (!retrying?.amended || !step || isAwaiting(step)) return goOn(turn);
  const isRepeatable = turn.definition.steps.some((other) => !isAwaiting(other) && other.amendedFrom === step.name);
  if (isRepeatable && !isCancelled(turn)) return turn.again(step);
  goOn(turn);
  if (step.kind === 'pivot') attribute(turn, { by: retrying.by, reason: 'amended too late: the step was done' });
}

/** Gives up on a step whose outcome is not known: its participant either never does it, or tells how it ended. */
export function withdraw<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  turn.change({ redoing: isRedoing(turn.instance) || undefined, act: 'withdraw', answer: null, asked: 0 });
  turn.ask();
}

/** At a boundary: what a person has done in another way counts as done, or as undone. */
export function countAsDone<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  const { step } = turn;
  const { skipping } = turn.instance;
  if (!step || !skipping) return;
  turn.change({ skipping: undefined });
  if (isUndoing(turn.instance)) {
    turn.remember(step.name, { outcome: 'undone', byPerson: true });
    turn.change({ answer: { verdict: 'undone' } });
  } else {
    if (step.skip?.facts === 'none') turn.change({ kept: { ...turn.instance.kept, ...step.skip.yields(turn.data) } });
    else if (Object.keys(skipping.facts).length > 0) keep(turn, step, skipping.facts);
    turn.remember(step.name, { outcome: 'done', byPerson: true, succeeded: successesOf(turn.instance.steps[step.name]) });
    turn.change({ answer: { verdict: 'done' } });
  }
  goOn(turn);
  attribute(turn, skipping);
}

/** Has the history tell who is behind what happened, and why. */
export function attribute<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  { by, reason }: Reason,
): void {
  const who = `${by}: ${reason}`;
  if (turn.detail !== who) turn.note(turn.effect, [who, turn.detail].filter(Boolean).join('; '));
}

/**
 * At a step's boundary: the next step of the way, or of the way back, or the end. One that was set back after it had been
 * further goes there first, even if it is cancelled: what stands there is part of what is taken back, or past the pivot.
 */
export function goOn<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  const { direction, cancellation } = turn.instance;
  if (direction === 'backward') return undoNext(turn);
  if (!isCancelled(turn)) return enterNext(turn);
  if (!pivotPassed(turn) && isDoneAhead(turn)) return enterNext(turn);
  return pivotPassed(turn) ? turn.needPerson(CANCELLED_AFTER_PIVOT) : turnBack(turn, cancellation?.reason ?? '');
}

/**
 * Turns around: everything known to have succeeded is undone, the last first. A withdrawal on the way here is over, and is no
 * withdrawal of an undo.
 */
export function turnBack<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  reason: string,
): void {
  for (const step of turn.definition.steps) {
    for (const { attempt, reply } of successesAhead(turn, step)) {
      keep(turn, step, reply.data);
      turn.succeeded(step.name, attempt);
    }
  }
  turn.change({ direction: 'backward', reversedFor: reason, retrying: undefined });
  if (turn.instance.act === 'withdraw') turn.change({ act: 'do', redoing: undefined });
  turn.note('turned-back', reason);
  undoNext(turn);
}

/** Whether a cancellation stands: asked for, and not overruled by a person. */
export function isCancelled<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): boolean {
  const { cancellation } = turn.instance;
  return cancellation !== null && !cancellation.overruled;
}

/** Takes an awaited event: its facts are kept, and the step is done once they are enough. */
export function takeEvent<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  step: AwaitStep<Data>,
  event: unknown,
): void {
  keep(turn, step, event);
  goOnIfEnough(turn, step);
}

function goOnIfEnough<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, step: AwaitStep<Data>): void {
  if (step.until?.(turn.data) ?? true) take(turn, { verdict: 'done' });
}

/** Merges what a step keeps of a reply or event into the saga's data. */
export function keep<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  step: Step<Data, Order>,
  fact: unknown,
): void {
  turn.change({ kept: { ...turn.instance.kept, ...step.keep?.(turn.data, fact) } });
}

/**
 * Undoes the last step that is known to have succeeded; with none left, the saga is compensated. Where a step that
 * cannot be undone turned out to have succeeded, a person is asked, once, and nothing more is undone.
 */
export function undoNext<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  if (succeededLate(turn.definition, turn.instance)) {
    const { status, attention } = turn.instance;
    const asked = status === 'needs_attention' && attention?.code === LATE_SUCCESS.code;
    return asked ? undefined : turn.needPerson(LATE_SUCCESS);
  }
  for (const step of turn.definition.steps.toReversed()) {
    if (isAwaiting(step) || !step.undo || turn.instance.steps[step.name]?.outcome !== 'done') continue;
    return turn.command(step, 'undo');
  }
  turn.end('compensated');
}

function enterNext<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): void {
  for (const step of turn.definition.steps.slice(turn.index + 1)) {
    if (isTaken(turn.instance, step)) return enter(turn, step);
    turn.remember(step.name, { outcome: 'skipped' });
  }
  turn.end('completed');
}

function enter<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, step: Step<Data, Order>): void {
  turn.note('advanced');
  if (isAwaiting(step)) {
    turn.prepare(step, 'await');
    turn.awaitEvent();
    return takeEarlyEvents(turn, step);
  }
  const known = successesAhead(turn, step);
  turn.prepare(step, 'do', known.at(-1)?.attempt);
  for (const { attempt } of known) turn.succeeded(step.name, attempt);
  const reply = known.at(-1)?.reply ?? takeEarlyReply(turn);
  if (!reply) return turn.ask();
  const answer = verdictOf(turn, reply);
  if (!answer) return turn.ask();
  if (answer.verdict === 'done') keep(turn, step, reply.data);
  take(turn, answer);
}

/**
 * Keeps all that came early for an awaiting step before it asks whether that is enough: a part of it may be, as where an
 * amendment has made less due since, and nothing would ever take the rest. Where any one event will do, the first does.
 */
function takeEarlyEvents<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  step: AwaitStep<Data>,
): void {
  const { early } = turn.instance;
  const awaited = early.filter((input) => input.kind === 'event').filter(({ record }) => record === step.await.fullName);
  const taken = step.until ? awaited : awaited.slice(0, 1);
  if (taken.length === 0) return;
  turn.change({ early: early.filter((input) => !taken.some((one) => one === input)) });
  for (const { data } of taken) keep(turn, step, data);
  goOnIfEnough(turn, step);
}

function takeEarlyReply<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>): Reply | undefined {
  const { early, step } = turn.instance;
  const commandId = commandIdOf(turn.instance, step, turn.attempt);
  const reply = early.findLast((input): input is Reply => input.kind === 'reply' && input.data.commandId === commandId);
  if (reply) turn.change({ early: early.filter((input) => input !== reply) });
  return reply;
}

/** Why a step that had no effect leads back: the order was cancelled, or its channel compensates a refusal. */
function reasonToTurnBack<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  answer: Answer,
): string | undefined {
  if (isCancelled(turn)) return turn.instance.cancellation?.reason;
  return answer.verdict === 'refused' && answer.compensate ? `${answer.code}: ${answer.detail}` : undefined;
}
