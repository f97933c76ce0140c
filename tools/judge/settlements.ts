import { type Content } from './inputs.js';
import { kurusOf, sumOf } from './kurus.js';
import { type Ledgers } from './ledger-lines.js';
import { type BankLine } from './service-facts.js';

/** The bank lines that pay an order. */
export interface Settlement {
  readonly lines: readonly BankLine[];
  /** Whether it was paid by a person's word, or by a statement that the sandbox's bank has not written. */
  readonly otherwise: boolean;
}

/** The bank's references on the statements that the sandbox's bank has written. */
export function referencesIn({ bank }: Pick<Ledgers, 'bank'>): ReadonlySet<string | null> {
  const written = bank.flatMap((line) => (line.kind === 'statement' ? line.lines : []));
  return new Set(written.map(({ bankReference }) => bankReference));
}

/** What bank-reconciler says has been paid, by order number. */
export function settlementsIn(
  ledgers: Pick<Ledgers, 'bank'>,
  bankLines: readonly BankLine[] = [],
): ReadonlyMap<string, Settlement> {
  const ours = referencesIn(ledgers);
  const isOtherwise = ({ decided, bankReference }: BankLine): boolean => decided !== undefined || !ours.has(bankReference);
  const byOrder = Map.groupBy(bankLines, ({ orderNumber }) => orderNumber);
  return new Map(
    [...byOrder].flatMap(([orderNumber, lines]) => {
      return orderNumber === undefined ? [] : [[orderNumber, { lines, otherwise: lines.some(isOtherwise) }]];
    }),
  );
}

/**
 * What the seller books for an order of these lines: nothing before all is paid, unless a person has matched a line: one
 * of less only by accepting the difference.
 */
export function bookedBy({ lines }: Settlement, { totals }: Pick<Content, 'totals'>): bigint | undefined {
  const paid = sumOf(lines.map(({ amount }) => amount));
  const due = kurusOf(totals.gross);
  const isSettled = paid === undefined || due === undefined || paid >= due || lines.some(({ decided }) => decided !== undefined);
  return isSettled ? paid : 0n;
}
