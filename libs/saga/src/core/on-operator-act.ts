import { isAwaiting, type CommandStep, type SagaData, type SagaOrder } from '../definition/saga-definition.js';
import { amend } from './amend.js';
import { isAsSeen } from './as-seen.js';
import { attribute, countAsDone, pivotPassed, react, withdraw } from './course.js';
import type { InputOf, Reason, Seen } from './input.js';
import { isUndoing, OperatorAct, type Retrying } from './instance.js';
import { succeededLate } from './late-success.js';
import { CANCELLED_AFTER_PIVOT, LATE_SUCCESS } from './notices.js';
import { possibleActs } from './possible-acts.js';
import { told } from './skip.js';
import { tryAgain } from './try-again.js';
import type { Turn } from './turn.js';

/**
 * Tries the step again: under a new attempt where it failed, under the same one where nothing was heard; what was given
 * up is withdrawn first. After a cancellation past the pivot the order goes on regardless of it; after a late success it
 * is taken back on, and that success is the person's business.
 */
export function onRetry<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'retry'>,
): void {
  if (!isMeant(turn, OperatorAct.retry, input.seen)) return;
  const { answer, cancellation, attention, direction } = turn.instance;
  acted(turn, OperatorAct.retry, input);
  turn.change({ asked: 0 });
  if (cancellation && attention?.code === CANCELLED_AFTER_PIVOT.code) {
    turn.change({ cancellation: { ...cancellation, overruled: true } });
  }
  const late = succeededLate(turn.definition, turn.instance);
  if (late) turn.remember(late.name, { outcome: 'undone', byPerson: true });
  const { step } = turn;
  const failed = answer !== null && answer.verdict !== 'done' && answer.verdict !== 'undone';
  const leftBehind = direction === 'backward' && !isUndoing(turn.instance);
  if (!failed || !step || isAwaiting(step) || leftBehind) return reactFor(turn, input);
  retry(turn, step, { by: input.by, reason: input.reason });
}

/**
 * Counts the step as done, or as undone, by a person: at once where nothing of it can happen any more, else its command
 * is withdrawn first, and if it turns out to have been carried out, that counts.
 */
export function onSkip<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'skip'>,
): void {
  const { step } = turn;
  if (!isMeant(turn, OperatorAct.skip, input.seen) || !step) return;
  if (step.name !== input.step) return ignore(turn, OperatorAct.skip, `${input.step} is not the current step`);
  const telling = told(step, turn.instance, input.facts);
  if ('findings' in telling) return ignore(turn, OperatorAct.skip, `the facts do not fit: ${inWords(telling.findings)}`);
  acted(turn, OperatorAct.skip, input);
  const { by, reason } = input;
  turn.change({ skipping: { by, reason, facts: telling.facts }, retrying: undefined });
  const verdict = turn.instance.answer?.verdict;
  if (isAwaiting(step) || verdict === 'refused' || verdict === 'withdrawn') countAsDone(turn);
  else withdraw(turn);
}

/**
 * Corrects the order behind a failed step, tells so, and tries again: that step, or the earlier one that it builds upon.
 */
export function onAmend<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'amend'>,
): void {
  const { step } = turn;
  if (!isMeant(turn, OperatorAct.amend, input.seen) || !step || isAwaiting(step)) return;
  const amendment = amend(turn.definition, turn.instance, input.mergePatch);
  if ('findings' in amendment) {
    return ignore(turn, OperatorAct.amend, `the amendment does not fit: ${inWords(amendment.findings)}`);
  }
  const { amended } = amendment;
  const { order } = turn.instance;
  turn.change({
    opened: turn.definition.open(amended),
    order: { revision: order.revision + 1, value: () => amended.order },
  });
  turn.tellTaken();
  retry(turn, step, { by: input.by, reason: input.reason, amended: true });
  acted(turn, OperatorAct.amend, input);
}

/**
 * Tries again: at once where nothing of the failed command can happen any more. One that was given up would be carried
 * out beside the new one, if its message were redriven: it is withdrawn first.
 */
function retry<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  step: CommandStep<Data, Order>,
  retrying: Retrying,
): void {
  if (turn.instance.answer?.verdict !== 'dead') return tryAgain(turn, step, retrying);
  turn.change({ retrying: { ...turn.instance.retrying, ...retrying }, skipping: undefined });
  withdraw(turn);
}

/** Stops sending; what comes is recorded all the same, and the time that is left for what is awaited goes on. */
export function onPause<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'pause'>,
): void {
  if (!isPossible(turn, OperatorAct.pause)) return;
  const { status, deadlineAt } = turn.instance;
  turn.change({ status: 'paused', pausedDeadline: status === 'waiting' ? (deadlineAt ?? undefined) : undefined });
  turn.noTimer();
  acted(turn, OperatorAct.pause, input);
}

/**
 * Goes on from what was recorded during the pause, a cancellation included. Where nothing was, a person who was asked is
 * still asked, since the same time, and what was awaited is awaited until the same deadline: resuming decides nothing.
 */
export function onResume<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'resume'>,
): void {
  if (!isPossible(turn, OperatorAct.resume)) return;
  const { step, attention, answer, cancellation, pausedDeadline } = turn.instance;
  acted(turn, OperatorAct.resume, input);
  if (cancellation?.inPause) turn.change({ cancellation: { ...cancellation, inPause: undefined } });
  const isUnsettled = answer === null || answer.verdict === 'dead';
  if (attention && isUnsettled && cancellation?.inPause && !pivotPassed(turn)) return withdraw(turn);
  const isLate = succeededLate(turn.definition, turn.instance) !== undefined && attention?.code !== LATE_SUCCESS.code;
  if (attention && answer === null && !isLate) {
    turn.change({ status: 'needs_attention' });
    return turn.tellStanding();
  }
  turn.change({ status: 'running', pausedDeadline: undefined });
  reactFor(turn, input);
  const { status } = turn.instance;
  if (status === 'waiting' && turn.instance.step === step && pausedDeadline !== undefined) turn.timer(Math.max(pausedDeadline, turn.now));
  if (status === 'needs_attention' && turn.instance.attention?.since === attention?.since) acted(turn, OperatorAct.resume, input);
}

/** Whether a decision was made for the saga as it stands, and has an effect here; where not, that is noted and told. */
function isMeant<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  act: OperatorAct,
  seen: Seen,
): boolean {
  const { revision, code } = seen;
  const moment = [revision !== null && `revision ${revision}`, code].filter(Boolean).join(', ');
  const why = isAsSeen(turn.instance, seen) ? whyImpossible(turn, act) : `${act} was meant for ${moment}`;
  if (why !== undefined) ignore(turn, act, why);
  return why === undefined;
}

/**
 * A decision has no effect. A saga that was set back may have told since what that decision led to: so it tells again how
 * the order stands and, where it was to be amended, as what it is taken. So it does where a step was to be skipped: a skip
 * that has an effect may lead to nothing that others are told, and they could not tell it from one that has none.
 */
function ignore<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, act: OperatorAct, why: string): void {
  turn.note('ignored', why);
  if (act !== OperatorAct.retry) turn.tellTaken();
  turn.tellStanding();
}

/** Whether an act has an effect here; where it has none, that is noted. */
function isPossible<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  act: OperatorAct,
): boolean {
  const why = whyImpossible(turn, act);
  if (why !== undefined) turn.note('ignored', why);
  return why === undefined;
}

/** Why an act has no effect here; undefined where it has one. */
function whyImpossible<Data extends SagaData, Order extends SagaOrder>(
  { definition, instance }: Turn<Data, Order>,
  act: OperatorAct,
): string | undefined {
  if (possibleActs(definition, instance).includes(act)) return undefined;
  const { status, direction, step } = instance;
  return `${act} is not possible: ${status} ${direction}${step && ` at ${step}`}`;
}

/** What the history calls an act that has an effect. */
export const effectOf = { pause: 'paused', resume: 'resumed', retry: 'retried', skip: 'skipped', amend: 'amended' } as const;

/** Remembers an act that has an effect. */
function acted<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  act: OperatorAct,
  { by, reason }: Reason,
): void {
  turn.change({ touched: true, lastAct: { act, by, reason, at: new Date(turn.now).toISOString() } });
  turn.note(effectOf[act], `${by}: ${reason}`);
}

/** Goes on after a person's act; where more follows from it at once, the history still tells who acted and why. */
function reactFor<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, who: Reason): void {
  react(turn);
  attribute(turn, who);
}

function inWords(findings: readonly { readonly pointer: string; readonly code: string }[]): string {
  return findings.map(({ pointer, code }) => `${pointer} ${code}`).join(', ');
}
