import { isAwaiting, type SagaData, type SagaDefinition, type SagaOrder, type Step } from '../definition/saga-definition.js';
import { OperatorAct, type SagaDirection, type SagaStatus } from '../core/instance.js';
import { effectOf } from '../core/on-operator-act.js';
import { beforeUndoSkipped, happeningsOf, type Journey, told } from './case-table.js';
import { firstSuccess } from './every-happening.js';
import { play } from './given.js';
import {
  commandDead,
  commandWithdrawn,
  deadlineReached,
  operatorHappenings,
  paused,
  retried,
  skipped,
  type Happening,
} from './happening.js';

/** One state in which a saga can stand, and what everything that may happen there leads to. */
export interface StandingState {
  readonly step: string;
  readonly state: string;
  readonly status: SagaStatus;
  readonly direction: SagaDirection;
  /** By what happens: `<effect>: <what left> → <status> <direction>`. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/**
 * Every state of every step, by everything that may happen: what follows from the definition has its line, also where
 * nothing does. A pair that is not defined would throw.
 */
export function stateTable<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  journey: Journey,
): readonly StandingState[] {
  return definition.steps.flatMap((step, index) => {
    const before = [journey.start, ...definition.steps.slice(0, index).map(({ name }) => happeningsOf(journey, name).ok)];
    return Object.entries(statesOf(definition, step, journey)).map(([state, then]) => {
      const way = [...before, ...then];
      const stood = play(definition, way).at(-1)?.instance;
      if (!stood) throw new Error(`no saga stands at ${step.name}, ${state}`);
      const outcomes = Object.entries(everything(definition, step, journey)).map(([what, happens]) => {
        const result = play(definition, [...way, happens]).at(-1);
        return [what, `${result?.history?.effect ?? 'nothing'}: ${told(result)}`];
      });
      const { status, direction } = stood;
      return { step: step.name, state, status, direction, outcomes: Object.fromEntries(outcomes) as Record<string, string> };
    });
  });
}

/** The table as a page. */
export function renderStates(states: readonly StandingState[]): string {
  return states
    .flatMap(({ step, state, status, direction, outcomes }) => [
      `## ${step}: ${state} (${status} ${direction})`,
      '',
      '| what happens | what that leads to |',
      '|---|---|',
      ...Object.entries(outcomes).map(([what, outcome]) => `| ${what} | ${outcome} |`),
      '',
    ])
    .join('\n');
}

/** By name: what leads to a state from the entry into its step. */
type States = Record<string, readonly Happening[]>;

function statesOf<Data extends SagaData, Order extends SagaOrder>(
  { steps }: SagaDefinition<Data, Order>,
  step: Step<Data, Order>,
  journey: Journey,
): States {
  const happenings = happeningsOf(journey, step.name);
  const { ok, refused, undone, facts } = happenings;
  const vouched = beforeUndoSkipped(step, happenings);
  const { cancelled } = journey;
  const skip = skipped(facts);
  const last: States = steps.at(-1) === step ? { 'completed': [ok], 'completed, cancelled': [ok, cancelled] } : {};
  if (isAwaiting(step)) {
    return {
      'waiting': [],
      'waiting, paused': [paused],
      'paused, and it has come': [paused, ok],
      'late': [deadlineReached],
      'late, paused': [deadlineReached, paused],
      'cancelled': [cancelled],
      ...last,
    };
  }
  const late = firstSuccess(step.name, ok);
  return {
    'asked': [],
    'asked again': [deadlineReached],
    'asked, cancelled': [cancelled],
    'asked, paused': [paused],
    'paused, and answered': [paused, ok],
    'no answer': [deadlineReached, deadlineReached],
    'no answer, being withdrawn': [deadlineReached, deadlineReached, cancelled],
    'dead': [commandDead],
    'dead, cancelled': [commandDead, cancelled],
    'cancelled, then dead': [cancelled, commandDead],
    'dead, being withdrawn to be tried again': [commandDead, retried],
    'withdrawn': [commandWithdrawn],
    ...(step.skip && { 'skipped, being withdrawn': [skip], 'skipped, being withdrawn, paused': [skip, paused] }),
    ...(refused && { 'refused': [refused], 'refused while paused': [paused, refused] }),
    ...(undone && {
      'undo asked': [cancelled, ok],
      'undo asked, paused': [cancelled, ok, paused],
      'undo dead': [cancelled, ok, commandDead],
      'undo without an answer': [cancelled, ok, deadlineReached, deadlineReached],
      ...(vouched && vouched.length > 0 && { 'stands for good': [cancelled, ok, ...vouched] }),
      ...(vouched && { 'undo skipped, being withdrawn': [cancelled, ok, ...vouched, skipped()] }),
    }),
    ...(refused && { 'refused after a death, then a success': [commandDead, retried, commandWithdrawn, refused, late] }),
    ...last,
  };
}

/** Everything that may happen to a saga, at one step. */
function everything<Data extends SagaData, Order extends SagaOrder>(
  { steps }: SagaDefinition<Data, Order>,
  step: Step<Data, Order>,
  journey: Journey,
): Record<string, Happening> {
  const { ok, refused, undone, facts } = happeningsOf(journey, step.name);
  const awaited = steps.filter(isAwaiting).filter((one) => one !== step);
  const first = steps[0];
  const acts = operatorHappenings({ facts, patch: journey.patch });
  return {
    'start again': journey.start,
    [isAwaiting(step) ? 'comes' : 'ok']: ok,
    ...(refused && { refused }),
    ...(undone && { undone }),
    'dead': commandDead,
    'withdrawn': commandWithdrawn,
    ...(!isAwaiting(step) && { 'first attempt ok': firstSuccess(step.name, ok) }),
    ...(first && first !== step && { [`${first.name} ok again`]: firstSuccess(first.name, happeningsOf(journey, first.name).ok) }),
    ...Object.fromEntries(awaited.map(({ name }) => [`${name} comes`, happeningsOf(journey, name).ok])),
    'cancelled': journey.cancelled,
    'deadline': deadlineReached,
    ...Object.fromEntries(Object.values(OperatorAct).map((act) => [effectOf[act], acts[act]])),
  };
}
