import type { ClientOutcome, FailoverOutcome } from './failover-run.js';

/** More timers a second than this, and an idle producer spins. */
const SPINNING = 100;

/** What is wrong with a run, a sentence each: with our client, or because the run did not show what it is for. */
export function faultsOf({ patched, unpatched, consumed }: FailoverOutcome): string[] {
  const faults = (bad: readonly (readonly [boolean, string])[]): string[] => bad.flatMap(([is, what]) => (is ? [what] : []));
  return faults([
    [patched.lost > 0, `the patched client lost ${patched.lost} records that were acknowledged`],
    [patched.doubled > 0 && patched.givenUp === 0, `the patched client wrote ${patched.doubled} records twice without having given up`],
    [patched.outOfOrder > 0, `the patched client wrote ${patched.outOfOrder} records behind later ones of their key`],
    [patched.idleTimers > SPINNING, `the patched client spins: ${patched.idleTimers} timers a second while idle`],
    [consumed.lost > 0, `our consumer did not handle ${consumed.lost} records`],
    [consumed.doubled > 0, `our consumer handled ${consumed.doubled} records twice`],
    [consumed.outOfOrder > 0, `our consumer handled ${consumed.outOfOrder} records behind later ones of their key`],
    [consumed.held > 0, `our consumer held ${consumed.held} records`],
    [unpatched.lost === 0, 'the unpatched client lost nothing, so the run shows nothing of what the first patch is for'],
    [unpatched.idleTimers <= SPINNING, 'the unpatched client does not spin, so the run shows nothing of what the second patch is for'],
  ]);
}

/** The outcome as a table. */
export function renderOutcome({ patched, unpatched, consumed, candidate }: FailoverOutcome, name = 'candidate'): string {
  const clients = candidate ? [unpatched, patched, candidate] : [unpatched, patched];
  const line = (label: string, cells: readonly (number | string)[]): string =>
    label.padEnd(34) + cells.map((cell) => String(cell).padStart(20)).join('');
  const row = (label: string, of: (client: ClientOutcome) => number | string, own: number | string = '–'): string =>
    line(label, [...clients.map(of), own]);
  return [
    line('', ['kafkajs unpatched', 'kafkajs patched', ...(candidate ? [name] : []), 'our consumer']),
    row('records acknowledged', (one) => one.acknowledged, consumed.acknowledged),
    row('  lost', (one) => one.lost, consumed.lost),
    row('  twice', (one) => one.doubled, consumed.doubled),
    row('  behind a later one of their key', (one) => one.outOfOrder, consumed.outOfOrder),
    row('batches that the client gave up', (one) => one.givenUp),
    row('longest wait, seconds', (one) => (one.longestWaitMs / 1_000).toFixed(1)),
    row('timers a second while idle', (one) => one.idleTimers),
  ].join('\n');
}
