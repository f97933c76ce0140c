import { isAwaiting, type SagaData, type SagaOrder } from '../definition/saga-definition.js';
import { goOn, isCancelled, pivotPassed, takeEvent, turnBack, withdraw } from './course.js';
import type { InputOf } from './input.js';
import { isOver, type Turn } from './turn.js';

/** An event from elsewhere: taken where it is awaited, kept where it will be. */
export function onEvent<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  input: InputOf<'event'>,
): void {
  const { answer, direction, early } = turn.instance;
  if (isOver(turn) || direction === 'backward') return turn.note('ignored', 'the saga no longer awaits it');
  const { step } = turn;
  if (step && isAwaiting(step) && step.await.fullName === input.record && !answer) {
    turn.note('recorded');
    return takeEvent(turn, step, input.data);
  }
  const ahead = turn.definition.steps
    .slice(turn.index + 1)
    .some((later) => isAwaiting(later) && later.await.fullName === input.record);
  if (!ahead) return turn.note('ignored', 'no step ahead awaits it');
  turn.change({ early: [...early, input] });
  turn.note('kept-early');
}

/** The source takes the order back: the step in flight finishes first, an unknown one is withdrawn. */
export function onCancellation<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  { data: { reason, requestedBy } }: InputOf<'cancellation'>,
): void {
  const { status, direction, answer } = turn.instance;
  if (direction === 'backward' || isCancelled(turn)) return turn.note('duplicate', 'already taken back');
  turn.change({ cancellation: { reason, requestedBy, overruled: false, ...(status === 'paused' && { inPause: true }) } });
  turn.note('recorded', 'cancellation');
  switch (status) {
    case 'running':
    case 'paused':
    case 'compensated':
      return;
    case 'waiting':
    case 'completed':
      return goOn(turn);
    case 'needs_attention':
      if (pivotPassed(turn)) return;
      return answer?.verdict === 'refused' || answer?.verdict === 'withdrawn' ? turnBack(turn, reason) : withdraw(turn);
    default:
      return status satisfies never;
  }
}

/** The timer fired. If the current step's time is up: asks once more, then a person. */
export function onDeadline<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  { step: name, attempt }: InputOf<'deadline'>,
): void {
  const { step } = turn;
  const { status, deadlineAt, act, asked } = turn.instance;
  const ticking = status === 'running' || status === 'waiting';
  if (!step || !ticking || deadlineAt === null) return turn.note('stale', `${name}, attempt ${attempt}`);
  if (turn.now < deadlineAt) {
    turn.timer(deadlineAt);
    return turn.note('ignored', 'the deadline lies ahead');
  }
  if (isAwaiting(step)) return turn.needPerson(step.late(turn.data));
  if (asked === 0) {
    turn.ask();
    turn.change({ asked: 1 });
    return turn.note('asked-again');
  }
  if ((act === 'do' || act === 'redo') && isCancelled(turn) && !pivotPassed(turn)) {
    withdraw(turn);
    return turn.note('asked-again', 'withdrawn for the cancellation');
  }
  turn.needPerson({ code: 'no-answer', detail: `Step ${step.name} was asked for twice and has not been answered.` });
}
