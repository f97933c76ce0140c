import type { MadeWith } from '../measure/made-with.js';
import { spreadOf, type Spread } from '../measure/statistics.js';
import { type ClaimRound, SLOTS } from './measure.js';
import { type Shape, shapes } from './shapes.js';

/** What one number of waiting calls in one shape came to. */
export interface ClaimCase {
  readonly shape: Shape;
  readonly waiting: number;
  readonly rounds: readonly ClaimRound[];
  /** The claim's plan, as it ran once. */
  readonly plan: string;
}

/** How a run was made. */
export interface ClaimRun {
  readonly made: MadeWith;
  readonly ended: number;
  readonly rounds: number;
  readonly cycles: number;
  /** Milliseconds of a step of the retention that finds nothing old among the ended calls. */
  readonly retentionMs: Spread;
}

/** A run as Markdown. */
export function renderClaims({ made, ended, rounds, cycles, retentionMs }: ClaimRun, cases: readonly ClaimCase[]): string {
  return [
    `# Claims of outgoing calls, ${made.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `Commit ${made.commit}. ${made.machine}. ${made.versions}. ${made.durability}.`,
    '',
    `One worker takes up to ${SLOTS} calls at once, settles them as done and stores as many anew; ${rounds} rounds of ${cycles} such cycles after one of ` +
      `warming up. ${ended} calls have ended before, with an attempt each; to find that none of them is old takes ${spread(retentionMs, 1)} ms.`,
    '',
    ...shapes.map(({ name, told }) => `- **${name}**: ${told}.`),
    '',
    '| shape | waiting | claim, ms, median | spread of rounds | P95 | calls a second, stored, taken and settled | spread |',
    '|---|---|---|---|---|---|---|',
    ...cases.map(rowOf),
    '',
    '## Plans',
    '',
    ...cases.flatMap(({ shape, waiting, plan }) => [`${shape.name}, ${waiting} waiting:`, '', '```', plan, '```', '']),
  ].join('\n');
}

function rowOf({ shape, waiting, rounds }: ClaimCase): string {
  const [p50, p95, rate] = [spreadOf(rounds.map((r) => r.p50)), spreadOf(rounds.map((r) => r.p95)), spreadOf(rounds.map((r) => r.perSecond))];
  const cells = [
    shape.name, waiting, p50.median.toFixed(2), `${p50.least.toFixed(2)} to ${p50.most.toFixed(2)}`, p95.median.toFixed(2),
    rate.median.toFixed(0), `${rate.least.toFixed(0)} to ${rate.most.toFixed(0)}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function spread({ median, least, most }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
