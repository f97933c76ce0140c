import { isAwaiting, type CommandStep, type SagaData, type SagaOrder } from '../definition/saga-definition.js';
import { amend } from './amend.js';
import { CANCELLED_AFTER_PIVOT, react } from './course.js';
import type { InputOf } from './input.js';
import { isOver, type Turn } from './turn.js';

/** Tries the step again: under a new attempt where it failed, under the same one where nothing was heard. */
export function onRetry<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'retry'>,
): void {
  const { status, answer, act, cancellation, attention } = turn.instance;
  if (status !== 'running' && status !== 'needs_attention') return turn.note('ignored', `${status}: nothing to retry`);
  turn.note('retried', acted(input));
  turn.change({ asked: 0, touched: true });
  if (cancellation && attention?.code === CANCELLED_AFTER_PIVOT.code) {
    turn.change({ cancellation: { ...cancellation, overruled: true } });
  }
  const { step } = turn;
  const failed = answer !== null && answer.verdict !== 'done' && answer.verdict !== 'undone';
  if (!failed || !step || isAwaiting(step)) return reactFor(turn, acted(input));
  if (act === 'undo') turn.command(step, 'undo');
  else turn.again(step);
}

/** Corrects the order behind a failed step, and tries again: that step, or the earlier one that it builds upon. */
export function onAmend<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'amend'>,
): void {
  const { id: orderId, status, direction, answer, order } = turn.instance;
  const { step } = turn;
  const atBoundary =
    status === 'needs_attention' && direction === 'forward' && answer !== null && answer.verdict !== 'done';
  if (!atBoundary || !step || isAwaiting(step)) return turn.note('ignored', 'no failed step waits for an amendment');
  const amendment = amend(turn.definition, { orderId, order: order.value() }, input.mergePatch);
  if ('findings' in amendment) {
    const where = amendment.findings.map(({ pointer, code }) => `${pointer} ${code}`).join(', ');
    return turn.note('ignored', `the amendment does not fit: ${where}`);
  }
  const { amended } = amendment;
  turn.change({
    opened: turn.definition.open(amended),
    order: { revision: order.revision + 1, value: () => amended.order },
    touched: true,
  });
  turn.again(stepToAmendFrom(turn, step));
  turn.note('amended', acted(input));
}

function stepToAmendFrom<Data extends SagaData, Order extends SagaOrder>(
  { definition }: Turn<Data, Order>,
  failed: CommandStep<Data, Order>,
): CommandStep<Data, Order> {
  const earlier = definition.steps.find(({ name }) => name === failed.amendedFrom);
  return earlier && !isAwaiting(earlier) ? earlier : failed;
}

/** Stops sending; what comes is recorded all the same. */
export function onPause<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'pause'>,
): void {
  if (isOver(turn) || turn.instance.status === 'paused') return turn.note('ignored', turn.instance.status);
  turn.change({ status: 'paused', touched: true });
  turn.noTimer();
  turn.note('paused', acted(input));
}

/** Goes on from what was recorded during the pause. */
export function onResume<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'resume'>,
): void {
  if (turn.instance.status !== 'paused') return turn.note('ignored', turn.instance.status);
  turn.change({ status: 'running', touched: true });
  turn.note('resumed', acted(input));
  reactFor(turn, acted(input));
}

/** Goes on after a person's act; where more follows from it at once, the history still tells who acted and why. */
function reactFor<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, who: string): void {
  react(turn);
  if (turn.detail !== who) turn.note(turn.effect, [who, turn.detail].filter(Boolean).join('; '));
}

function acted({ by, reason }: { by: string; reason: string }): string {
  return `${by}: ${reason}`;
}
