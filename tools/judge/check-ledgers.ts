import { canonicalHash } from './canonical-hash.js';
import { finding, type Finding } from './finding.js';
import { keyOf } from './till-inputs.js';
import { checkKeys } from './check-keys.js';
import { checkPartner, checkShops } from './check-channel-ledgers.js';
import { twice } from './twice.js';
import { type Answered, type Decision, isDocument, type LedgerLine, type Ledgers } from './ledger-lines.js';

/** What is wrong within a ledger itself: lines lost, doubled or altered, answers without a question. */
export function checkLedgers(ledgers: Ledgers): Finding[] {
  return [
    ...checkSequence('tills', ledgers.tills),
    ...checkSequence('erp', ledgers.erp),
    ...checkSequence('integrator', ledgers.integrator),
    ...checkSequence('shops', ledgers.shops),
    ...checkSequence('partner', ledgers.partner),
    ...checkSequence('bank', ledgers.bank),
    ...checkTills(ledgers),
    ...checkErp(ledgers),
    ...checkKeys(ledgers),
    ...checkIntegrator(ledgers),
    ...checkShops(ledgers),
    ...checkPartner(ledgers),
  ];
}

function checkSequence(name: string, lines: readonly LedgerLine[]): Finding[] {
  return lines.flatMap((line, index) => {
    const expected = (lines[index - 1]?.seq ?? 0) + 1;
    if (line.seq === expected) return [];
    const code = line.seq > expected ? 'ledger-line-missing' : 'ledger-line-doubled';
    return [finding(code, `${name}.jsonl`, `line ${index + 1} has the sequence number ${line.seq}, not ${expected}`)];
  });
}

function checkTills({ tills }: Ledgers): Finding[] {
  const rungs = tills.filter((line) => line.kind === 'rung');
  const rung = new Set(rungs.map(keyOf));
  const altered = rungs.filter(({ body, contentHash }) => canonicalHash(body) !== contentHash);
  const answers = tills.filter((line): line is Answered => line.kind !== 'rung');
  return [
    ...twice(rungs.map(keyOf)).map((key) => finding('receipt-rung-twice', key, 'the tills rang this receipt twice')),
    ...altered.map(({ orderNumber }) =>
      finding('content-altered', orderNumber, 'the receipt in tills.jsonl is not what the till rang'),
    ),
    ...answers
      .filter((line) => !rung.has(keyOf(line)))
      .map(({ orderNumber }) => finding('answer-without-receipt', orderNumber, 'an answer to what no till rang')),
    ...twice(answers.map((line) => `${keyOf(line)} ${line.kind} ${line.sending ?? ''} attempt ${line.attempt}`)).map(
      (key) => finding('answer-doubled', key, 'one attempt is answered twice'),
    ),
  ];
}

function checkErp({ erp }: Ledgers): Finding[] {
  const documents = erp.filter(isDocument);
  return [
    ...twice(documents.map(({ reference }) => reference)).map((reference) =>
      finding('reference-used-twice', reference, 'the ERP has two documents of this reference'),
    ),
    ...twice(documents.map(({ number }) => number)).map((number) =>
      finding('erp-number-used-twice', number, 'the ERP has two documents of this number'),
    ),
    ...documents
      .filter(({ body, contentHash }) => canonicalHash(body) !== contentHash)
      .map(({ number }) => finding('content-altered', number, 'the document in erp.jsonl is not what was received')),
  ];
}

function checkIntegrator({ integrator, invoiceFiles }: Ledgers): Finding[] {
  const transmissions = integrator.filter((line) => line.kind === 'transmission');
  const decisions = integrator.filter((line): line is Decision => line.kind === 'decision');
  const sent = new Set(transmissions.map(attemptOf));
  const decided = new Set(decisions.map(attemptOf));
  const lastHash = new Map(transmissions.map(({ number, contentHash }) => [number, contentHash]));
  const files = [...(invoiceFiles ?? [])];
  return [
    ...twice(transmissions.map(attemptOf)).map((key) => finding('transmission-doubled', key, 'taken twice')),
    ...twice(decisions.map(attemptOf)).map((key) => finding('decision-doubled', key, 'decided twice')),
    ...[...sent].filter((key) => !decided.has(key)).map((key) => finding('decision-missing', key, 'never decided')),
    ...[...decided]
      .filter((key) => !sent.has(key))
      .map((key) => finding('decision-without-transmission', key, 'decided, but never transmitted')),
    ...[...lastHash].flatMap(([number, hash]) =>
      invoiceFiles === undefined || invoiceFiles.get(number) === hash
        ? []
        : [finding('invoice-file-differs', number, 'the XML file is missing or not what was received')],
    ),
    ...files
      .filter(([number]) => !lastHash.has(number))
      .map(([number]) => finding('invoice-file-without-transmission', number, 'an XML file that no line speaks of')),
  ];
}

function attemptOf({ number, ettn, attempt }: { number: string; ettn: string; attempt: number }): string {
  return `${number} ${ettn} attempt ${attempt}`;
}
