import { isAwaiting, type SagaData, type SagaOrder, type Step } from '../definition/saga-definition.js';
import { keep, react, take, undoNext } from './course.js';
import type { Reply } from './input.js';
import { successesOf } from './instance.js';
import { succeededLate } from './late-success.js';
import { commandIdOf, isOver, type Turn } from './turn.js';
import { verdictOf } from './verdict.js';

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

/** A reply to a command that is no longer awaited. A success that nobody knew of is known from now on, and told. */
function onOtherReply<Data extends SagaData, Order extends SagaOrder>(turn: Turn<Data, Order>, reply: Reply): void {
  const origin = originOf(turn, reply.data.commandId);
  if (!origin) return turn.note('stale', 'answers no command of this saga');
  const { step, attempt } = origin;
  const state = turn.instance.steps[step.name] ?? { attempts: 0 };
  const succeeded = !isAwaiting(step) && reply.record === step.ok.fullName;
  const isNews = succeeded && !successesOf(state).includes(attempt);
  if (isNews && (state.outcome !== 'done' || state.byPerson)) return onLateSuccess(turn, reply, origin);
  if (isNews) turn.succeeded(step.name, attempt);
  turn.note(attempt === state.attempts ? 'duplicate' : 'stale', `${step.name}, attempt ${attempt}`);
}

/** After compensation it is undone once more; where a person did the step in another way, only a person can tell. */
function onLateSuccess<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  reply: Reply,
  { step, attempt }: Origin<Data, Order>,
): void {
  const doneByPerson = turn.instance.steps[step.name]?.outcome === 'done';
  if (!doneByPerson) keep(turn, step, reply.data);
  turn.succeeded(step.name, attempt);
  turn.note('late-success', `${step.name}, attempt ${attempt}`);
  const { direction, status, answer } = turn.instance;
  if (status === 'paused' || doneByPerson) return;
  if (status === 'compensated' || succeededLate(turn.definition, turn.instance)) return undoNext(turn);
  if (direction === 'forward' && status === 'needs_attention' && step === turn.step && answer) react(turn);
}

interface Origin<Data, Order> {
  readonly step: Step<Data, Order>;
  readonly attempt: number;
}

function originOf<Data extends SagaData, Order extends SagaOrder>(
  turn: Turn<Data, Order>,
  commandId: string,
): Origin<Data, Order> | undefined {
  for (const step of turn.definition.steps) {
    const attempts = turn.instance.steps[step.name]?.attempts ?? 0;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (commandIdOf(turn.instance, step.name, attempt) === commandId) return { step, attempt };
    }
  }
  return undefined;
}
