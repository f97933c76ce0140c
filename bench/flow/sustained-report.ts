import { atMost, type Goal, renderGoals } from '../measure/goal.js';
import type { MadeWith } from '../measure/made-with.js';
import { slopeOf, spreadOf } from '../measure/statistics.js';
import type { Counts } from './counts.js';
import { servicesTold } from './every-service.js';
import type { Passage, Quantiles, Round } from './results.js';

/** How many sales were under way at a moment. */
export interface BacklogAt {
  /** Since the measuring began. */
  readonly second: number;
  readonly underWay: number;
}

/** What a run at a steady rate came to. */
export interface SustainedOutcome extends Counts {
  readonly perSecond: number;
  readonly minutes: number;
  readonly warmUpSeconds: number;
  readonly everyService: boolean;
  readonly authorityWaitMs: number;
  readonly passage: Passage;
  readonly round: Round;
  readonly backlog: readonly BacklogAt[];
  /** How many more are under way with each minute. */
  readonly slope: number;
}

/** By how many the backlog grows in a minute, over all that was seen of it. */
export function slopePerMinute(backlog: readonly BacklogAt[]): number {
  return slopeOf(backlog.map(({ second, underWay }) => [second / 60, underWay]));
}

/** What 95 of 100 sales may take at most at a rate, beside the wait for the authority; milliseconds. */
const P95_LIMIT_MS: Readonly<Record<number, number>> = { 200: 500, 500: 1_500 };

/**
 * What a run at a steady rate has to keep to. A backlog is bounded where it does not grow with time: over the whole run by no more
 * than comes in a second.
 */
function goalsOf({ perSecond, minutes, slope }: SustainedOutcome, own: Quantiles): Goal[] {
  const limit = P95_LIMIT_MS[perSecond];
  return [
    ...(limit ? [atMost(`P95 beyond the wait at ${perSecond} a second`, own.p95, limit, 'ms')] : []),
    atMost('more under way at the end than at the beginning, by its slope', Math.round(slope * minutes), perSecond, 'sales'),
  ];
}

/** A run as Markdown. */
export function renderSustained(made: MadeWith, outcome: SustainedOutcome): string {
  const { perSecond, minutes, passage, round, backlog, slope } = outcome;
  const own = withoutWait(passage.tillToCompletion, outcome.authorityWaitMs);
  return [
    `# ${perSecond} sales a second for ${minutes} min, ${made.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `**P95 ${passage.tillToCompletion.p95.toFixed(0)} ms till to completion, ${own.p95.toFixed(0)} ms of it beyond the wait for the authority; ` +
      `${outcome.lost} lost, ${outcome.doubled} doubled**`,
    '',
    ...renderGoals(goalsOf(outcome, own)),
    '',
    `Commit ${made.commit}. ${made.machine}. ${made.versions}. ${made.durability}, every trace recorded to a file, ${servicesTold(outcome.everyService)}; ` +
      `offered whatever the answers did, after ${outcome.warmUpSeconds} s of warming up.`,
    '',
    `${outcome.accepted} sales accepted, ${outcome.completed} completed, ${outcome.verified} verified by the sandbox's ledgers; ` +
      `${outcome.lost} lost, ${outcome.doubled} doubled, ${outcome.unasked} nobody asked for. ` +
      `${round.perSecond.toFixed(0)} verified a second, ${round.cpuMsPerSaga.toFixed(2)} CPU-ms, ${round.writesPerSaga.toFixed(2)} write transactions and ` +
      `${round.walSyncsPerSaga.toFixed(2)} WAL syncs each; ` +
      `our processes kept ${passage.busy.toFixed(2)} processors busy, strangers took ${(passage.strangers * 100).toFixed(1)} % of the machine.`,
    '',
    '| ms | P50 | P95 | P99 |',
    '|---|---|---|---|',
    row('till to ERP (from sending)', passage.tillToErp),
    row('till to completion', passage.tillToCompletion),
    row(`the same less the ${outcome.authorityWaitMs} ms before the authority is asked`, own),
    '',
    `## Under way over time (${slope >= 0 ? '+' : ''}${slope.toFixed(1)} with each minute)`,
    '',
    '| minute | median | most |',
    '|---|---|---|',
    ...[...Map.groupBy(backlog, ({ second }) => Math.floor((second - 1) / 60) + 1)].map(([minute, seen]) => {
      const { median, most } = spreadOf(seen.map(({ underWay }) => underWay));
      return `| ${minute} | ${median.toFixed(0)} | ${most} |`;
    }),
    '',
  ].join('\n');
}

function withoutWait({ p50, p95, p99 }: Quantiles, waitMs: number): Quantiles {
  return { p50: p50 - waitMs, p95: p95 - waitMs, p99: p99 - waitMs };
}

function row(name: string, { p50, p95, p99 }: Quantiles): string {
  return `| ${name} | ${p50.toFixed(0)} | ${p95.toFixed(0)} | ${p99.toFixed(0)} |`;
}
