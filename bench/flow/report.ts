import { atMost, type Goal, renderGoals } from '../measure/goal.js';
import { countedRounds, remarkOn } from '../measure/quiet.js';
import type { Counts } from './counts.js';
import { MODERATE_IN_FLIGHT } from './plan.js';
import { over, type Passage, type Quantiles, type Round } from './results.js';

/** What a run was made with. */
export interface RunFacts {
  readonly startedAt: Date;
  readonly commit: string;
  readonly machine: string;
  readonly versions: string;
  readonly settings: string;
}

/** What a run came to. */
export interface RunOutcome extends Counts {
  /** At saturation. */
  readonly rounds: readonly Round[];
  /** With few orders in flight. */
  readonly moderate: readonly Round[];
  readonly passage: Passage;
  /** What each database has grown by for each order; bytes. */
  readonly disk: ReadonlyMap<string, number>;
}

/** The line that a run ends with. */
export function lastLine({ rounds, passage }: RunOutcome): string {
  const counted = countedRounds(rounds);
  const sagas = over(counted, ({ perSecond }) => perSecond).median.toFixed(0);
  const cpu = over(counted, ({ cpuMsPerSaga }) => cpuMsPerSaga).median.toFixed(2);
  return `${sagas} sagas/s, P95 ${passage.tillToErp.p95.toFixed(0)} ms till to ERP at 20/s, ${cpu} CPU-ms per saga`;
}

/** A run as Markdown. */
export function renderRun(facts: RunFacts, outcome: RunOutcome): string {
  const { rounds, moderate, passage } = outcome;
  return [
    `# Order to invoice, ${facts.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `**${lastLine(outcome)}**`,
    '',
    ...renderGoals(goalsOf(outcome)),
    '',
    `Commit ${facts.commit}. ${facts.machine}. ${facts.versions}. ${facts.settings}.`,
    '',
    `${outcome.accepted} sales accepted, ${outcome.completed} completed, ${outcome.verified} verified by the sandbox's ledgers; ` +
      `${outcome.lost} lost, ${outcome.doubled} doubled, ${outcome.unasked} nobody asked for.`,
    '',
    ...roundsSection('At saturation', rounds),
    ...roundsSection(`At ${MODERATE_IN_FLIGHT} in flight`, moderate),
    '## At 20 sales a second',
    '',
    `${passage.sales} sales; our processes kept ${passage.busy.toFixed(2)} processors busy, ` +
      `strangers took ${(passage.strangers * 100).toFixed(1)} % of the machine.`,
    '',
    '| ms | P50 | P95 | P99 |',
    '|---|---|---|---|',
    quantileRow('till to ERP (from sending)', passage.tillToErp),
    quantileRow('accepted (202) to ERP', passage.acceptedToErp),
    quantileRow('till to completion', passage.tillToCompletion),
    '',
    ...diskSection(outcome),
  ].join('\n');
}

function goalsOf({ rounds, moderate, passage }: RunOutcome): Goal[] {
  const cpu = (of: readonly Round[]): number => over(countedRounds(of), ({ cpuMsPerSaga }) => cpuMsPerSaga).median;
  const writes = over(countedRounds(rounds), ({ writesPerSaga }) => writesPerSaga).median;
  return [
    atMost('CPU per saga at saturation', cpu(rounds), 2.5, 'ms'),
    atMost(`CPU per saga at ${MODERATE_IN_FLIGHT} in flight`, cpu(moderate), 4, 'ms'),
    atMost('write transactions per saga at saturation', writes, 0.5, 'each'),
    atMost('P95 till to ERP at 20 a second', passage.tillToErp.p95, 250, 'ms'),
  ];
}

function roundsSection(title: string, rounds: readonly Round[]): string[] {
  const counted = countedRounds(rounds);
  const figure = (name: string, of: (round: Round) => number, digits: number): string => {
    const { median, least, most } = over(counted, of);
    return `| ${name} | ${median.toFixed(digits)} | ${least.toFixed(digits)} to ${most.toFixed(digits)} |`;
  };
  return [
    `## ${title}`,
    '',
    remarkOn(rounds),
    '',
    '| | median | spread |',
    '|---|---|---|',
    figure('verified sagas a second', ({ perSecond }) => perSecond, 0),
    figure('CPU-ms per saga, all processes', ({ cpuMsPerSaga }) => cpuMsPerSaga, 2),
    figure('write transactions per saga', ({ writesPerSaga }) => writesPerSaga, 2),
    figure('WAL syncs per saga', ({ walSyncsPerSaga }) => walSyncsPerSaga, 2),
    figure('strangers, % of the machine', ({ strangers }) => strangers * 100, 1),
    ...groupsOf(counted).map((group) => figure(`CPU-ms: ${group}`, (round) => round.cpuMsPerSagaByGroup.get(group) ?? 0, 2)),
    ...callsOf(counted).map((call) => figure(`calls: ${call}`, (round) => round.callsPerSaga[call] ?? 0, 2)),
    '',
  ];
}

function diskSection({ disk, completed }: RunOutcome): string[] {
  const all = [...disk.values()].reduce((sum, bytes) => sum + bytes, 0);
  return [
    '## On the disk of Postgres',
    '',
    `What each database has grown by over ${completed} orders: with its indexes, with what will be removed by itself, and with room that is free again; without the log.`,
    '',
    '| database | bytes per order |',
    '|---|---|',
    ...[...disk, ['all', all] as const].map(([name, bytes]) => `| ${name} | ${bytes.toFixed(0)} |`),
    '',
  ];
}

function quantileRow(name: string, { p50, p95, p99 }: Quantiles): string {
  return `| ${name} | ${p50.toFixed(0)} | ${p95.toFixed(0)} | ${p99.toFixed(0)} |`;
}

function groupsOf(rounds: readonly Round[]): string[] {
  return [...new Set(rounds.flatMap(({ cpuMsPerSagaByGroup }) => [...cpuMsPerSagaByGroup.keys()]))];
}

function callsOf(rounds: readonly Round[]): string[] {
  return [...new Set(rounds.flatMap(({ callsPerSaga }) => Object.keys(callsPerSaga)))].toSorted();
}
