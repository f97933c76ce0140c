import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type Ledgers } from './ledger-lines.js';
import { type Resolved } from './resolved.js';
import { type ServiceFacts } from './service-facts.js';
import { referencesIn } from './settlements.js';

/** What the services know or tell of that the sandbox has not sent. */
export interface Beside {
  readonly others: readonly Input[];
  readonly course: readonly Resolved[];
  readonly bankLines: ServiceFacts['bankLines'];
}

/**
 * Where nobody but the sandbox sends anything, and no person decides anything: whatever order a service knows beside those
 * that were sent is invented, and so is an act of a person, and a bank line that stands on no statement.
 */
export function checkSoleSender(ledgers: Pick<Ledgers, 'bank'>, { others, course, bankLines = [] }: Beside): Finding[] {
  const ours = referencesIn(ledgers);
  return [
    ...others.map(({ orderNumber }) => finding('order-invented', orderNumber, 'a service knows it, and nobody has sent it')),
    ...course
      .filter(({ acts }) => acts.length > 0)
      .map(({ input, acts }) => finding('act-invented', input.orderNumber, `there is nobody who has: ${acts.join('; ')}`)),
    ...bankLines
      .filter(({ bankReference }) => !ours.has(bankReference))
      .map(({ bankReference, state, amount }) => {
        return finding('line-invented', bankReference ?? 'a line without a reference', `${amount}, ${state}, and on no statement`);
      }),
    ...bankLines.flatMap(({ bankReference, decided }) => {
      return decided === undefined ? [] : [finding('act-invented', bankReference ?? 'a bank line', `there is nobody who has: ${decided}`)];
    }),
  ];
}
