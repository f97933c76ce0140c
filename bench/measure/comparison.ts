import { type Goal, renderGoals } from './goal.js';
import type { MadeWith } from './made-with.js';
import { countedRounds, remarkOn } from './quiet.js';
import { type ContenderRound, figure } from './rounds.js';
import type { RoundPlan } from './round-plan.js';
import { type Spread, spreadOf } from './statistics.js';

/** What one contender came to, over the rounds that count. */
export interface Standing {
  readonly name: string;
  readonly rounds: readonly ContenderRound[];
  readonly perSecond: Spread;
  readonly cpuMsPerUnit: Spread;
}

/** What is compared, for the head of a report. */
export interface ComparisonFacts {
  readonly title: string;
  readonly unit: string;
  readonly made: MadeWith;
  readonly plan: RoundPlan;
  /** What each contender does, and does not; Markdown. */
  readonly told: readonly string[];
}

/** The standings of contenders, in the order in which they were first measured. */
export function standingsOf(rounds: readonly ContenderRound[]): ReadonlyMap<string, Standing> {
  const byName = Map.groupBy(rounds, ({ contender }) => contender);
  return new Map(
    [...byName].map(([name, own]) => {
      const counted = countedRounds(own);
      const over = (of: (round: ContenderRound) => number): Spread => spreadOf(counted.map(of));
      return [name, { name, rounds: own, perSecond: over((round) => round.perSecond), cpuMsPerUnit: over((round) => round.cpuMsPerUnit) }];
    }),
  );
}

/** The one with the highest median rate. @throws when there is none. */
export function bestOf(standings: readonly Standing[]): Standing {
  const [best] = standings.toSorted((one, other) => other.perSecond.median - one.perSecond.median);
  if (!best) throw new Error('nobody was measured');
  return best;
}

/** A comparison as Markdown. */
export function renderComparison(facts: ComparisonFacts, standings: readonly Standing[], goals: readonly Goal[]): string {
  const { title, unit, made, plan, told } = facts;
  const best = bestOf(standings).perSecond.median;
  return [
    `# ${title}, ${made.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    ...(goals.length > 0 ? [...renderGoals(goals), ''] : []),
    `Commit ${made.commit}. ${made.machine}. ${made.versions}. ${made.durability}. ${plan.rounds} rounds of ${plan.seconds} s each, in turn, ` +
      `one system alive at a time, each after ${plan.warmUpSeconds} s of warming up from its start.`,
    '',
    ...told.map((line) => `- ${line}`),
    '',
    `| | ${unit}s a second | spread | of the best | CPU-ms per ${unit}, all processes | spread ` +
      `| write transactions per ${unit} | WAL syncs per ${unit} | strangers, % |`,
    '|---|---|---|---|---|---|---|---|---|',
    ...standings.map((standing) => rowOf(standing, best)),
    '',
    `## CPU-ms per ${unit}, by process`,
    '',
    ...standings.flatMap(({ name, rounds }) => [`- ${name}: ${byGroup(rounds)}`]),
    '',
    '## Rounds',
    '',
    ...standings.flatMap(({ name, rounds }) => [
      `- ${name}: ${remarkOn(rounds)} ${rounds.map((round) => `${figure(round.perSecond)}${round.counts ? '' : ' (not counted)'}`).join(', ')}`,
    ]),
    '',
  ].join('\n');
}

function rowOf({ name, rounds, perSecond, cpuMsPerUnit }: Standing, best: number): string {
  const counted = countedRounds(rounds);
  const median = (of: (round: ContenderRound) => number): number => spreadOf(counted.map(of)).median;
  const cells = [
    name,
    figure(perSecond.median),
    `${figure(perSecond.least)} to ${figure(perSecond.most)}`,
    (perSecond.median / best).toFixed(2),
    cpuMsPerUnit.median.toPrecision(3),
    `${cpuMsPerUnit.least.toPrecision(3)} to ${cpuMsPerUnit.most.toPrecision(3)}`,
    median((round) => round.writesPerUnit).toPrecision(2),
    median((round) => round.walSyncsPerUnit).toPrecision(2),
    (median((round) => round.strangers) * 100).toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}

function byGroup(rounds: readonly ContenderRound[]): string {
  const counted = countedRounds(rounds);
  const groups = [...new Set(counted.flatMap(({ cpuMsPerUnitByGroup }) => [...cpuMsPerUnitByGroup.keys()]))];
  const medianOf = (group: string): number => spreadOf(counted.map((round) => round.cpuMsPerUnitByGroup.get(group) ?? 0)).median;
  return groups.map((group) => `${group} ${medianOf(group).toPrecision(2)}`).join(', ');
}
