import { CallState } from '../call/call-state.js';
import { Act } from '../policy/call-progress.js';

/** One passage of a call from state to state. */
export interface Passage {
  readonly at: string;
  readonly to: string;
  /** What brought it there: `enqueued`, `taken`, the kind of an answer, `restored`, `withdrawn`, or a person's decision. */
  readonly by: string;
}

/** What is told of an attempt, as far as states go. */
export interface TriedAct {
  readonly act: string;
  readonly startedAt: string;
  readonly settledAt: string | null;
  readonly ledTo: string | null;
  readonly result: string;
}

/** What is told of a person's decision, as far as states go. */
export interface DecidedAct {
  readonly decision: string;
  readonly at: string;
  readonly ledTo: string | null;
}

/** What the history of a call is made of. */
export interface Recorded {
  readonly state: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly tried: readonly TriedAct[];
  readonly decisions: readonly DecidedAct[];
  /** When the database was marked as restored while the call was open. */
  readonly restored: readonly string[];
}

/**
 * The passages of a call from state to state, the first one first, from what was written in the transactions that made
 * them. A late answer is none: it changes nothing by itself.
 */
export function historyOf({ state, createdAt, endedAt, tried, decisions, restored }: Recorded): readonly Passage[] {
  const passages: Passage[] = [
    ...tried.flatMap(attemptPassages),
    ...decisions.flatMap(({ at, ledTo, decision }) => (ledTo === null ? [] : [{ at, to: ledTo, by: decision }])),
    ...restored.map((at) => ({ at, to: CallState.unknown, by: 'restored' })),
  ];
  const isAskedFirst = tried[0] ? tried[0].act === Act.lookUp : state === CallState.unknown && decisions.length === 0;
  const begun = isAskedFirst && restored.length === 0 ? CallState.unknown : CallState.pending;
  const whole = [{ at: createdAt, to: begun, by: 'enqueued' }, ...passages.toSorted((a, b) => a.at.localeCompare(b.at))];
  const isWithdrawnByCommand = state === CallState.withdrawn && whole.at(-1)?.to !== CallState.withdrawn;
  return isWithdrawnByCommand && endedAt !== null ? [...whole, { at: endedAt, to: state, by: 'withdrawn' }] : whole;
}

function attemptPassages({ startedAt, settledAt, ledTo, result }: TriedAct): Passage[] {
  const taken = { at: startedAt, to: CallState.processing, by: 'taken' };
  return ledTo === null || settledAt === null ? [] : [taken, { at: settledAt, to: ledTo, by: result }];
}
