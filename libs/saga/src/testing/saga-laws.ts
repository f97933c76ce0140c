import {
  isAwaiting,
  type CommandIds,
  type SagaData,
  type SagaDefinition,
  type SagaOrder,
} from '../definition/saga-definition.js';
import { Withdraw } from '@kervan/contracts';
import type { Instance, SagaStatus } from '../core/instance.js';
import type { Input } from '../core/input.js';
import { next, type Next } from '../core/next.js';
import { idOfCommand } from '../core/turn.js';
import { ACCEPTED_AT, type Happening } from './happening.js';

const legal: Readonly<Record<SagaStatus, readonly SagaStatus[]>> = {
  running: ['running', 'waiting', 'needs_attention', 'paused', 'completed', 'compensated'],
  waiting: ['waiting', 'running', 'needs_attention', 'paused', 'completed'],
  needs_attention: ['needs_attention', 'running', 'waiting', 'paused', 'completed', 'compensated'],
  paused: ['paused', 'running', 'waiting', 'needs_attention', 'completed', 'compensated'],
  completed: ['completed', 'needs_attention'],
  compensated: ['compensated', 'running', 'needs_attention'],
};

/** What is sent again under the same id, and what may raise an attempt. */
const asksAgain: readonly Input['kind'][] = ['deadline', 'retry', 'resume'];
const triesAgain: readonly Input['kind'][] = ['retry', 'amend'];

/**
 * Plays any sequence of happenings and returns the laws that it broke, in words; empty when all held.
 *
 * The laws: only legal transitions, never from backward to forward; no command sent twice except by a deadline or an
 * operator; a new attempt only by an operator; undo only of what succeeded, and never after the pivot; never a do on
 * the way back; a timer exactly while time plays a part, and never after the deadline; time never ends `needs_attention`; a paused saga sends nothing; every input is recorded.
 */
export function brokenLaws<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  happenings: readonly Happening[],
): readonly string[] {
  const broken: string[] = [];
  const sent = new Set<string>();
  const early: Input[] = [];
  let instance: Instance<Data, Order> | null = null;
  let now = ACCEPTED_AT;
  for (const happens of happenings) {
    const moment = happens({ definition, instance, now });
    const input = moment.input.kind === 'start' ? { ...moment.input, early: [...early] } : moment.input;
    const result: Next<Data, Order> = next(definition, instance, input, moment.now);
    if (result.keep) early.push(result.keep);
    broken.push(...breaches(definition, instance, input, result, sent));
    for (const { message } of result.send) sent.add((message.data as CommandIds).commandId);
    ({ instance } = result);
    ({ now } = moment);
  }
  return broken;
}

function breaches<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  before: Instance<Data, Order> | null,
  input: Input,
  { instance: after, send, schedule, history }: Next<Data, Order>,
  sent: ReadonlySet<string>,
): string[] {
  const broken: string[] = [];
  const law = (holds: boolean, text: string): void => {
    if (!holds) broken.push(`${input.kind} at ${before?.step ?? 'no step'}: ${text}`);
  };
  if (!after) {
    law(before === null && send.length === 0, 'a saga vanished, or sent something before its start');
    return broken;
  }
  law(history !== null && after.revision === (before?.revision ?? 0) + 1, 'not recorded');
  if (before) {
    law(legal[before.status].includes(after.status), `illegal transition ${before.status} → ${after.status}`);
    law(before.direction === 'forward' || after.direction === 'backward', 'turned forward again');
    const byTime = before.status === 'needs_attention' && input.kind === 'deadline';
    law(!byTime || after.status === 'needs_attention', 'time ended needs_attention');
    law(before.status !== 'paused' || input.kind === 'resume' || send.length === 0, 'sent while paused');
  }
  const ticking = after.status === 'running' || after.status === 'waiting';
  law(ticking === (after.deadlineAt !== null), `deadline while ${after.status}`);
  law(schedule.kind !== 'set' || schedule.at === after.deadlineAt, 'timer and deadline differ');
  law(ticking === (after.timerAt !== null), `timer while ${after.status}`);
  law((after.timerAt ?? 0) <= (after.deadlineAt ?? 0), 'timer after the deadline');
  law(schedule.kind !== 'unchanged' || (before?.timerAt ?? null) === after.timerAt, 'timer moved without a schedule');
  law(schedule.kind !== 'set' || schedule.at === after.timerAt, 'timer set to another time');
  law(send.length <= 1, 'more than one command at once');
  const step = definition.steps.find(({ name }) => name === after.step);
  const pivot = definition.steps.find(({ kind }) => kind === 'pivot');
  for (const { message } of send) {
    const { commandId } = message.data as CommandIds;
    const attempt = after.steps[after.step]?.attempts ?? 0;
    law(commandId === idOfCommand(after, after.step, attempt), 'a command of another step or attempt');
    if (message.type.fullName === Withdraw.fullName) continue;
    law(!sent.has(commandId) || asksAgain.includes(input.kind), 'sent twice without a deadline or an operator');
    const raised = before !== null && before.step === after.step && (before.steps[after.step]?.attempts ?? 0) < attempt;
    if (after.act === 'undo') {
      law(after.steps[after.step]?.outcome === 'done', 'undo of a step not known to have succeeded');
      law(after.direction === 'backward', 'undo on the way forward');
      law(pivot === undefined || after.steps[pivot.name]?.outcome !== 'done', 'undo after the pivot');
      law(step !== undefined && !isAwaiting(step) && step.undo !== undefined, 'undo of a step without one');
    } else {
      law(!raised || triesAgain.includes(input.kind) || before.retrying !== undefined, 'a new attempt without an operator');
      law(after.direction === 'forward', 'a do on the way back');
    }
  }
  return broken;
}
