import {
  isAwaiting,
  type SagaData,
  type SagaDefinition,
  type SagaOrder,
  type Step,
} from '../definition/saga-definition.js';
import type { Next } from '../core/next.js';
import { play } from './given.js';
import {
  amended,
  commandDead,
  commandWithdrawn,
  deadlineReached,
  paused,
  resumed,
  retried,
  skipped,
  type Happening,
} from './happening.js';

/** What may happen in each step, made by the spec of the saga: its replies and events with their content. */
export interface StepHappenings {
  readonly ok: Happening;
  readonly refused?: Happening;
  readonly undone?: Happening;
  /** The participant vouches that it cannot be undone; needed where `skipUndo` asks for a code. */
  readonly standsForGood?: Happening;
  /** What a person tells of the step who counts it as done; nothing unless said. */
  readonly facts?: object;
}

/** A whole way through a saga, in which no step is left out. */
export interface Journey {
  readonly start: Happening;
  readonly steps: Readonly<Record<string, StepHappenings>>;
  readonly cancelled: Happening;
  /** What an operator changes of the order, as a JSON Merge Patch. */
  readonly patch: object;
}

/** Step by step, case by case: what the last happening of the case led to. */
export type CaseTable = Record<string, Record<string, string>>;

/**
 * Plays every case of every step: succeeded, refused, timed out, dead, withdrawn, told twice, told too late, cancelled.
 *
 * The cases follow from the definition, so a table of expectations that lacks a step or a case differs from this one.
 * Each outcome reads `<what left> → <status> <direction>`.
 */
export function caseTable<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  journey: Journey,
): CaseTable {
  return Object.fromEntries(
    definition.steps.map((step, index) => {
      const before = [
        journey.start,
        ...definition.steps.slice(0, index).map(({ name }) => happeningsOf(journey, name).ok),
      ];
      const cases = Object.entries(casesOf(step, happeningsOf(journey, step.name), journey));
      return [
        step.name,
        Object.fromEntries(cases.map(([name, then]) => [name, told(play(definition, [...before, ...then]).at(-1))])),
      ];
    }),
  );
}

/** What may happen in a step. @throws when the journey does not say. */
export function happeningsOf({ steps }: Journey, name: string): StepHappenings {
  const found = steps[name];
  if (!found) throw new Error(`the journey says nothing about step ${name}`);
  return found;
}

/**
 * What has to come before a person may skip the undo of a step: nothing, or its participant's word; undefined where
 * nobody may. @throws when the journey does not say.
 */
export function beforeUndoSkipped<Data, Order>(
  step: Step<Data, Order>,
  { standsForGood }: StepHappenings,
): readonly Happening[] | undefined {
  if (isAwaiting(step) || !step.skipUndo) return undefined;
  if (step.skipUndo === true) return [];
  if (!standsForGood) throw new Error(`the journey does not say how ${step.name} stands for good`);
  return [standsForGood];
}

function casesOf<Data, Order>(
  step: Step<Data, Order>,
  happenings: StepHappenings,
  { cancelled, patch }: Journey,
): Record<string, readonly Happening[]> {
  const { ok, refused, undone, facts } = happenings;
  const vouched = beforeUndoSkipped(step, happenings) ?? [];
  const skip = skipped(facts);
  if (isAwaiting(step)) {
    return {
      'comes': [ok],
      'comes twice': [ok, ok],
      'timed out': [deadlineReached],
      'comes after the deadline': [deadlineReached, ok],
      'waited for again': [deadlineReached, retried],
      'cancelled': [cancelled],
      'paused, then comes': [paused, ok],
      'paused, then comes, resumed': [paused, ok, resumed],
      'skipped': [skip],
    };
  }
  const unanswered = [deadlineReached, deadlineReached];
  const stale: Happening = (situation) => {
    const earlier = { ...situation, instance: withAttempts(situation.instance, step.name, 1) };
    return commandDead(earlier);
  };
  return {
    'ok': [ok],
    'duplicate reply': [ok, sameCommand(step.name, ok)],
    'stale reply': [commandDead, retried, commandWithdrawn, stale],
    'timed out': [deadlineReached],
    'no answer': unanswered,
    'answered late': [...unanswered, ok],
    'dead': [commandDead],
    'dead, retried': [commandDead, retried],
    'dead, retried, withdrawn': [commandDead, retried, commandWithdrawn],
    'dead, retried, had succeeded': [commandDead, retried, ok],
    'dead, amended': [commandDead, amended(patch)],
    'dead, amended, withdrawn': [commandDead, amended(patch), commandWithdrawn],
    'dead, amended, had succeeded': [commandDead, amended(patch), ok],
    'paused, then ok': [paused, ok],
    'paused, then ok, resumed': [paused, ok, resumed],
    'paused, then cancelled and ok, resumed': [paused, cancelled, ok, resumed],
    'skipped in flight': [skip],
    'dead, skipped, withdrawn': [commandDead, skip, commandWithdrawn],
    'dead, skipped, had succeeded': [commandDead, skip, ok],
    'cancelled in flight, then ok': [cancelled, ok],
    'cancelled in flight, then dead': [cancelled, commandDead],
    'cancelled in flight, then dead, withdrawn': [cancelled, commandDead, commandWithdrawn],
    'cancelled in flight, then dead, had succeeded': [cancelled, commandDead, ok],
    'cancelled in flight, then dead twice, retried': [cancelled, commandDead, commandDead, retried],
    'unknown, cancelled': [...unanswered, cancelled],
    'unknown, cancelled, withdrawn': [...unanswered, cancelled, commandWithdrawn],
    'unknown, cancelled, had succeeded': [...unanswered, cancelled, ok],
    ...(refused && {
      'refused': [refused],
      'refused, retried': [refused, retried],
      'refused while paused, resumed': [paused, refused, resumed],
      'cancelled in flight, then refused': [cancelled, refused],
    }),
    ...(undone && {
      'undone': [cancelled, ok, undone],
      'undo timed out': [cancelled, ok, deadlineReached],
      'undo refused': [cancelled, ok, commandDead],
      'undo refused, retried': [cancelled, ok, commandDead, retried],
      'undo refused, retried, withdrawn': [cancelled, ok, commandDead, retried, commandWithdrawn],
      'undo refused, retried, had been undone': [cancelled, ok, commandDead, retried, undone],
      'undo refused, amended': [cancelled, ok, commandDead, amended(patch)],
      'undo refused, skipped, withdrawn': [cancelled, ok, commandDead, skipped(), commandWithdrawn],
      'undo paused, undone, resumed': [cancelled, ok, paused, undone, resumed],
      ...(vouched.length > 0 && {
        'stands for good': [cancelled, ok, ...vouched],
        'stands for good, skipped': [cancelled, ok, ...vouched, skipped()],
        'stands for good, skipped, withdrawn': [cancelled, ok, ...vouched, skipped(), commandWithdrawn],
        'stands for good, skipped, had been undone': [cancelled, ok, ...vouched, skipped(), undone],
        'stands for good, retried, skipped': [cancelled, ok, ...vouched, retried, skipped()],
      }),
    }),
  };
}

/** A reply told again: it names the command that it named the first time. */
function sameCommand(step: string, reply: Happening): Happening {
  return (situation) => {
    const { instance } = situation;
    return reply({ ...situation, instance: instance && { ...instance, step } });
  };
}

function withAttempts<I extends { step: string; steps: Readonly<Record<string, { attempts: number }>> } | null>(
  instance: I,
  step: string,
  attempts: number,
): I {
  return instance && { ...instance, step, steps: { ...instance.steps, [step]: { ...instance.steps[step], attempts } } };
}

/** What was sent and published, and where the saga stands then. */
export function told<Data extends SagaData, Order extends SagaOrder>(result: Next<Data, Order> | undefined): string {
  if (!result?.instance) return 'no saga';
  const left = [...result.send.map(({ message }) => message), ...result.publish].map(({ type }) =>
    type.fullName.slice(type.fullName.lastIndexOf('.') + 1),
  );
  return `${left.join(', ') || 'nothing'} → ${result.instance.status} ${result.instance.direction}`;
}
