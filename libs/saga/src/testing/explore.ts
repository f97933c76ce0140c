import type { SagaData, SagaDefinition, SagaOrder } from '../definition/saga-definition.js';
import type { Input } from '../core/input.js';
import { type Instance, OperatorAct } from '../core/instance.js';
import { next } from '../core/next.js';
import { happeningsOf, type Journey } from './case-table.js';
import {
  ACCEPTED_AT, commandDead, commandWithdrawn, deadlineReached, type Happening, operatorHappenings,
} from './happening.js';
import { type Account, nothingAsked, type Move, type Outcome, type Outside, sayable } from './outside.js';

/** A saga at one moment, and the world around it; `ways` counts the sequences of moves that lead here. */
interface Moment<Data, Order> {
  readonly instance: Instance<Data, Order> | null;
  readonly early: readonly Input[];
  readonly outside: Outside;
  readonly now: number;
  readonly ways: number;
  /** One of them, in words. */
  readonly path: readonly string[];
}

/** What an exploration has seen. */
export interface Explored {
  /** How many sequences of moves were covered, the shorter ones counted in. */
  readonly sequences: number;
  /** How many steps of the saga were taken for that: sequences that lead to the same moment go on as one. */
  readonly steps: number;
  /** How many of the sequences have ended, by status; those that go on are under theirs. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Sequences after which something does not hold, with what. */
  readonly broken: readonly string[];
}

/** What is explored. */
export interface Exploration {
  /** Moves that come first, each the only one of its turn; a reply says that what was asked for last has succeeded. */
  readonly first: readonly Move['kind'][];
  /** How many moves are free after them. */
  readonly length: number;
  /** What takes the inputs; another one only to show that its faults are found. */
  readonly by?: typeof next;
}

const ENOUGH_BROKEN = 20;

/**
 * Plays every sequence of up to `length` moves after the first ones: whatever may happen next, happens, also what has
 * happened before: doubled starts and events, replies of any command in any order, again and again, acts of operators.
 *
 * Participants keep to their word: a command has one outcome. Sequences that have led to the same saga in the same world
 * go on as one.
 */
export function explore<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  journey: Journey,
  account: Account<Data, Order>,
  { first, length, by = next }: Exploration,
): Explored {
  const happens = happenings(journey, definition);
  const broken: string[] = [];
  let [sequences, steps] = [0, 0];
  const nothing = { instance: null, early: [], outside: nothingAsked, now: ACCEPTED_AT, ways: 1, path: [] };
  let moments = new Map<string, Moment<Data, Order>>([['', nothing]]);
  for (let depth = 0; depth < first.length + length; depth += 1) {
    const reached = new Map<string, Moment<Data, Order>>();
    const only = first[depth];
    for (const moment of moments.values()) {
      for (const move of only ? [onTheWay(moment.outside, only)] : movesFrom(definition, moment)) {
        const { outside, instance, now, early, wrong } = played(definition, account, happens, moment, move, by);
        steps += 1;
        if (!only) sequences += moment.ways;
        const path = [...moment.path, wordsOf(move, moment.outside)];
        if (wrong.length > 0 && broken.length < ENOUGH_BROKEN) broken.push(`${path.join(', ')}: ${wrong.join('; ')}`);
        const key = keyOf(instance, early, outside, now);
        const known = reached.get(key);
        const ways = (known?.ways ?? 0) + moment.ways;
        reached.set(key, known ? { ...known, ways } : { instance, early, outside, now, ways, path });
      }
    }
    moments = reached;
  }
  const statuses: Record<string, number> = {};
  for (const { instance, ways } of moments.values()) {
    const status = instance ? `${instance.status} ${instance.direction}` : 'not started';
    statuses[status] = (statuses[status] ?? 0) + ways;
  }
  return { sequences, steps, statuses, broken };
}

function played<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  account: Account<Data, Order>,
  happens: (move: Move, outside: Outside) => Happening,
  moment: Moment<Data, Order>,
  move: Move,
  by: typeof next,
) {
  const { instance: stood, outside: before } = moment;
  const { input: made, now } = happens(move, before)({ definition, instance: stood, now: moment.now });
  const input = made.kind === 'start' ? { ...made, early: moment.early } : made;
  const result = by(definition, stood, input, now);
  const early = result.keep ? [...moment.early, result.keep] : result.instance ? [] : moment.early;
  const { outside, broken: wrong } = account.after(before, move, stood, result);
  return { outside, instance: result.instance, now, early, wrong };
}

function movesFrom<Data extends SagaData, Order extends SagaOrder>(
  definition: SagaDefinition<Data, Order>,
  { instance, outside }: Moment<Data, Order>,
): readonly Move[] {
  const told: Move[] = [{ kind: 'start' }, { kind: 'event' }, { kind: 'cancelled' }];
  if (!instance) return told;
  const said = Object.entries(outside.asked).flatMap(([commandId, asked]) =>
    sayable(definition, asked).map((outcome): Move => ({ kind: 'say', commandId, outcome })),
  );
  const acts = Object.values(OperatorAct).map((kind): Move => ({ kind }));
  return [...told, ...said, ...acts, ...(instance.deadlineAt === null ? [] : [{ kind: 'deadline' } as const])];
}

/** The happy way: whatever was asked for last succeeds. */
function onTheWay({ last }: Outside, kind: Move['kind']): Move {
  return kind === 'say' ? { kind, commandId: last ?? '', outcome: 'ok' } : { kind };
}

function happenings<Data extends SagaData, Order extends SagaOrder>(
  journey: Journey,
  { steps }: SagaDefinition<Data, Order>,
): (move: Move, outside: Outside) => Happening {
  const awaited = steps.find((step) => 'await' in step);
  const event = awaited ? happeningsOf(journey, awaited.name).ok : journey.start;
  const acts = (facts?: object) => operatorHappenings({ facts, patch: journey.patch });
  const skip: Happening = (situation) => {
    const { step, direction } = situation.instance ?? {};
    return acts(direction === 'forward' && step ? happeningsOf(journey, step).facts : undefined).skip(situation);
  };
  const others = { ...acts(), skip, start: journey.start, event, cancelled: journey.cancelled, deadline: deadlineReached };
  return (move, outside) => {
    if (move.kind !== 'say') return others[move.kind];
    const asked = outside.asked[move.commandId];
    if (!asked) throw new Error('nothing was asked for that could be answered');
    return naming(move.commandId, replyOf(journey, asked.step, move.outcome));
  };
}

function replyOf(journey: Journey, step: string, outcome: Outcome): Happening {
  const { ok, refused, undone } = happeningsOf(journey, step);
  const replies = { ok, refused, undone, dead: commandDead, withdrawn: commandWithdrawn };
  const reply = replies[outcome];
  if (!reply) throw new Error(`the journey does not say how ${step} is ${outcome}`);
  return reply;
}

/** A reply to that command, wherever the saga stands now. */
function naming(commandId: string, reply: Happening): Happening {
  return (situation) => {
    const { input, now } = reply(situation);
    return { input: input.kind === 'reply' ? { ...input, data: { ...input.data, commandId } } : input, now };
  };
}

/** Two moments of one key have the same future: clocks are compared by what is left on them. */
function keyOf<Data, Order>(
  instance: Instance<Data, Order> | null,
  early: readonly Input[],
  outside: Outside,
  now: number,
): string {
  if (!instance) return JSON.stringify([early, outside]);
  const left = (at: number | null) => (at === null ? null : at - now);
  const { order, attention, deadlineAt, timerAt, pausedDeadline = null } = instance;
  const alike = { revision: 0, startedAt: 0, endedAt: 0, order: order.revision, attention: attention?.code, touched: 0, lastAct: 0 };
  return JSON.stringify([{ ...instance, ...alike, deadlineAt: left(deadlineAt), timerAt: left(timerAt), pausedDeadline: left(pausedDeadline) }, outside]);
}

function wordsOf(move: Move, { asked }: Outside): string {
  if (move.kind !== 'say') return move.kind;
  const { step, attempt, isUndo } = asked[move.commandId] ?? { step: '', attempt: 0, isUndo: false };
  return `${isUndo ? 'undo ' : ''}${step} ${attempt} ${move.outcome}`;
}
