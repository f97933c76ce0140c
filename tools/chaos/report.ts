import { groupsOf } from './acts.js';
import type { FaultResult } from './result.js';
import type { Elsewhere } from './faults/elsewhere.js';
import { WINDOW_SECONDS } from './throughput.js';

const HEADINGS = [
  'fault', 'seed', 'orders', 'accepted', 'refused', 'unknown', 'lost', 'doubled', 'money off', 'orders a second before', 'fault lasts',
  'time back to 90 %', 'limit', 'time to rest', 'verdict', 'ERP calls per document',
];

/** What a page tells of. */
export interface ReportContent {
  readonly results: readonly FaultResult[];
  readonly elsewhere: readonly Elsewhere[];
  readonly at: Date;
  readonly machine: string;
}

/**
 * All results as a page: the table, what was found, what was done in each run, what was skipped and why, what is shown
 * elsewhere.
 */
export function renderReport({ results, elsewhere, at, machine }: ReportContent): string {
  const run = results.filter(({ verdict }) => verdict !== 'skipped');
  const left = results.filter(({ verdict }) => verdict === 'skipped');
  const failed = run.filter(({ verdict }) => verdict === 'failed');
  return [
    '# Faults under load',
    'Real services, Kafka, registry and Postgres under a load of every channel, one fault after another, judged by the sandbox’s ledgers ' +
      'and the services’ own APIs. Made by `npm run chaos`; how it is done is told in [tools/chaos](../../tools/chaos/README.md).',
    [
      `- date: ${at.toISOString().slice(0, 10)}, ${machine}`,
      `- commits: ${distinct(run.map(({ commit }) => commit))}`,
      `- load: ${distinct(run.map(({ asked, rate }) => `at least ${asked} orders at ${rate} a second`))}`,
      `- times of the matrix: ${distinct(run.map(({ scale }) => (scale === 1 ? 'as they stand there' : `× ${scale}`)))}`,
    ].join('\n'),
    `**${summaryOf(run, failed)}**`,
    table([HEADINGS, ...run.map(cellsOf)]),
    `Unknown: sendings without a clear answer; their senders repeat them until there is one. Before: completed in the ten seconds before ` +
      `the fault. The time back counts from the end of the fault to the begin of the first ${WINDOW_SECONDS} s in which nine tenths of that were ` +
      `completed; since a few orders may be missing in any ${WINDOW_SECONDS} s, a run is late ${WINDOW_SECONDS} s beyond its limit. The time to rest is ` +
      'from the last order sent and answered until every order was where it should be. A document takes one call to the ERP where nothing ' +
      'is repeated or asked about.',
    ...section('## What was found', failed.map(foundIn)),
    ...section('## What was done', [...Map.groupBy(run, ({ fault }) => fault).values()].map(doneIn)),
    ...section('## Not permitted by this machine', skips(left)),
    ...section('## Shown elsewhere', elsewhere.map(({ number, what, where }) => `- ${number} ${what}: ${where}`)),
    ...section('## Not checked', [...new Set(run.flatMap(({ notChecked }) => notChecked))].map((sentence) => `- ${sentence}`)),
  ].join('\n\n').concat('\n');
}

/** One result as one line. */
export function lineOf({ fault, name, seed, verdict, reason, counts, backSeconds, findings }: FaultResult): string {
  const subject = `${fault} ${name}, seed ${seed}`;
  if (verdict === 'skipped') return `${subject}: skipped: ${reason ?? ''}`;
  const { orders, lost, doubled, moneyOff } = counts ?? {};
  const told = counts ? `${orders} orders, ${lost} lost, ${doubled} doubled, ${moneyOff} money off, back after ${backSeconds ?? '∞'} s` : 'not judged';
  return `${subject}: ${verdict}: ${told}${findings.map((finding) => `\n  ${finding}`).join('')}`;
}

function summaryOf(run: readonly FaultResult[], failed: readonly FaultResult[]): string {
  const sum = (of: 'orders' | 'lost' | 'doubled' | 'moneyOff'): number => run.reduce((total, { counts }) => total + (counts?.[of] ?? 0), 0);
  const totals = `${sum('orders')} orders under ${run.length} faults: ${sum('lost')} lost, ${sum('doubled')} doubled, ${sum('moneyOff')} money off`;
  return `${totals}; ${failed.length === 0 ? 'every run is sound' : `${failed.length} runs are not sound`}.`;
}

function cellsOf(result: FaultResult): string[] {
  const { fault, name, seed, counts, verdict, ordersASecondBefore, faultSeconds, backSeconds, limitSeconds, restSeconds, callsPerDocument } = result;
  const { orders, accepted, refused, unknown, lost, doubled, moneyOff } = counts ?? {};
  const numbers = [orders, accepted, refused, unknown, lost, doubled, moneyOff].map((number) => String(number ?? '–'));
  const back = backSeconds === undefined ? 'not seen' : `${backSeconds.toFixed(1)} s`;
  const measured = [ordersASecondBefore?.toFixed(1) ?? '–', inSeconds(faultSeconds), back, inSeconds(limitSeconds), inSeconds(restSeconds)];
  return [`${fault} ${name}`, String(seed), ...numbers, ...measured, verdict, callsPerDocument?.toFixed(2) ?? '–'];
}

function inSeconds(seconds: number | undefined): string {
  return seconds === undefined ? '–' : `${seconds} s`;
}

/** What a row does, and what it did in each of its runs. */
function doneIn(runs: readonly FaultResult[]): string {
  const { fault, name, how } = runs[0] as FaultResult;
  const done = runs.flatMap(({ seed, acts }) => (acts.length === 0 ? [] : [`  - seed ${seed}: ${groupsOf(acts).join('; ')}`]));
  return [`- ${fault} ${name}: ${how}`, ...done].join('\n');
}

function foundIn({ fault, name, seed, findings }: FaultResult): string {
  return `- ${fault} ${name}, seed ${seed}:\n${findings.map((finding) => `  - ${finding}`).join('\n')}`;
}

function skips(left: readonly FaultResult[]): string[] {
  return [...new Set(left.map(({ fault, name, reason }) => `- ${fault} ${name}: ${reason}`))];
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, lines.join('\n')];
}

function distinct(items: readonly string[]): string {
  return [...new Set(items)].join('; ') || '–';
}

function table([headings = [], ...rows]: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
