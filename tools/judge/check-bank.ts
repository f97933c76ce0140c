import { canonicalHash } from './canonical-hash.js';
import { checkBankLines } from './check-bank-lines.js';
import { type Statement, type StatementDelivered, type StatementLine } from './channel-lines.js';
import { effectsOf, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { kurusOf, shownKurus, sumOf } from './kurus.js';
import { type Input } from './inputs.js';
import { type Ledgers } from './ledger-lines.js';
import { type ServiceFacts } from './service-facts.js';
import { bookedBy, type Settlement } from './settlements.js';

/** Statements that follow one another and add up, delivered once; and what was paid is what was booked. */
export function checkBank(
  { bank }: Pick<Ledgers, 'bank'>,
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  services: ServiceFacts | undefined,
  settlements: ReadonlyMap<string, Settlement>,
): Finding[] {
  const statements = bank.filter((line): line is Statement => line.kind === 'statement');
  const deliveries = bank.filter((line): line is StatementDelivered => line.kind === 'delivered');
  const lines = statements.flatMap((statement) => statement.lines);
  return [
    ...statements.flatMap((statement, index) => checkStatement(statement, statements[index - 1])),
    ...statements.flatMap((statement) => checkDelivery(statement, deliveries)),
    ...checkStrays(statements, deliveries),
    ...checkBooked(lines, inputs, byOrder, settlements),
    ...(services?.bankLines ? checkBankLines(lines, services.bankLines, settlements) : []),
  ];
}

function checkStatement(statement: Statement, before: Statement | undefined): Finding[] {
  const { statementId, sequence, opening, closing, lines, xml, contentHash } = statement;
  const found = (code: string, detail: string): Finding[] => [finding(code, statementId, detail)];
  const movement = sumOf(lines.map(({ direction, amount }) => (direction === 'credit' ? amount : `-${amount}`)));
  const expected = movement === undefined ? undefined : (kurusOf(opening) ?? 0n) + movement;
  return [
    ...(canonicalHash({ lines, xml }) === contentHash ? [] : found('content-altered', 'not what the bank wrote')),
    ...(sequence === (before?.sequence ?? 0) + 1 ? [] : found('statement-gap', `follows number ${before?.sequence}`)),
    ...(before && before.closing !== opening ? found('balance-differs', `opens otherwise than it was closed`) : []),
    ...(expected === kurusOf(closing) ? [] : found('balance-differs', 'opening and lines are not the closing balance')),
  ];
}

function checkDelivery({ statementId }: Statement, deliveries: readonly StatementDelivered[]): Finding[] {
  const known = deliveries.filter((each) => each.statementId === statementId && each.answer !== 'unknown');
  const [first, ...more] = known;
  if (!first) return [finding('unanswered', statementId, 'the statement has no answer')];
  if (more.length > 0) return [finding('answer-doubled', statementId, `the statement has ${known.length} answers`)];
  if (first.answer === 'accepted') return [];
  return [finding('statement-refused', statementId, `refused with ${first.code ?? 'no code'}`)];
}

function checkStrays(statements: readonly Statement[], deliveries: readonly StatementDelivered[]): Finding[] {
  const written = new Set(statements.map(({ statementId }) => statementId));
  return deliveries
    .filter(({ statementId }) => !written.has(statementId))
    .map(({ statementId }) => finding('answer-without-statement', statementId, 'an answer to what no bank wrote'));
}

/** What came in for each order that is paid by transfer is what the ERP has booked for it. */
function checkBooked(
  lines: readonly StatementLine[],
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  settlements: ReadonlyMap<string, Settlement>,
): Finding[] {
  const byTransfer = inputs.filter(({ content }) => content.payments.some(({ method }) => method === 'transfer'));
  return byTransfer.flatMap(({ orderNumber, outcome, channel, content }) => {
    if (outcome !== 'accepted' || channel === 'till') return [];
    const settlement = settlements.get(orderNumber);
    const paid = settlement?.otherwise ? bookedBy(settlement, content) : paidFor(orderNumber, lines);
    const booked = sumOf(effectsOf(byOrder, orderNumber).payments.map(({ body }) => body.total));
    if (paid !== undefined && paid === booked) return [];
    const shown = [paid, booked].map((kurus) => (kurus === undefined ? 'no amount' : shownKurus(kurus)));
    return [finding('bank-differs', orderNumber, `the bank should settle ${shown[0]}, the ERP has booked ${shown[1]}`)];
  });
}

function paidFor(orderNumber: string, lines: readonly StatementLine[]): bigint | undefined {
  const ofOrder = lines.filter((line) => line.orderNumber === orderNumber);
  const matched = ofOrder.filter(({ expectation }) => expectation === 'matched');
  const oneOfTwo = ofOrder.filter(({ expectation }) => expectation === 'one-of-two').slice(0, 1);
  return sumOf([...matched, ...oneOfTwo].map(({ amount }) => amount));
}
