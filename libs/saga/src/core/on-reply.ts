import { isAwaiting, type Notice, type SagaData, type SagaOrder } from '../definition/saga-definition.js';
import { keep, react, take, undoNext } from './course.js';
import type { Reply } from './input.js';
import { commandIdOf, isOver, type Turn } from './turn.js';
import { verdictOf } from './verdict.js';

const LATE_SUCCESS: Notice = {
  code: 'late-success',
  detail: 'A step that cannot be undone turned out to have succeeded while the order was being taken back.',
};

/** A reply: the answer to the current command is taken; a stale or repeated one is recorded. */
export function onReply<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, reply: Reply): void {
  const { answer } = turn.instance;
  const current = commandIdOf(turn.instance, turn.instance.step, turn.attempt);
  if (reply.data.commandId !== current || isOver(turn)) return onOtherReply(turn, reply);
  const verdict = verdictOf(turn, reply);
  if (!verdict) return turn.note('ignored', `${reply.record} does not answer ${turn.instance.act}`);
  const redriven = answer?.verdict === 'dead' && verdict.verdict !== 'dead';
  if (answer && !redriven) return turn.note('duplicate', verdict.verdict);
  if (verdict.verdict === 'done' && turn.step) keep(turn, turn.step, reply.data);
  take(turn, verdict);
}

/** A reply to a command that is no longer awaited. A success that nobody knew of is known from now on. */
function onOtherReply<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, reply: Reply): void {
  const origin = originOf(turn, reply.data.commandId);
  if (!origin) return turn.note('stale', 'answers no command of this saga');
  const { step, attempt } = origin;
  const { outcome, attempts } = turn.instance.steps[step.name] ?? { attempts: 0 };
  const succeeded = !isAwaiting(step) && reply.record === step.ok.fullName;
  if (!succeeded || outcome === 'done' || outcome === 'undone') {
    return turn.note(attempt === attempts ? 'duplicate' : 'stale', `${step.name}, attempt ${attempt}`);
  }
  keep(turn, step, reply.data);
  turn.remember(step.name, { outcome: 'done' });
  turn.note('late-success', `${step.name}, attempt ${attempt}`);
  const { direction, status, answer } = turn.instance;
  if (direction === 'backward' && step.kind !== 'compensatable') return turn.needPerson(LATE_SUCCESS);
  if (status === 'compensated') return undoNext(turn);
  if (direction === 'forward' && status === 'needs_attention' && step === turn.step && answer) react(turn);
}

function originOf<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, commandId: string) {
  for (const step of turn.definition.steps) {
    const attempts = turn.instance.steps[step.name]?.attempts ?? 0;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (commandIdOf(turn.instance, step.name, attempt) === commandId) return { step, attempt };
    }
  }
  return undefined;
}
