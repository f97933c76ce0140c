import { accountNumber } from '../accounts/bank-account.js';
import { type LineText, TextField } from '../matching/matching-rule.js';
import type { XmlElement } from '../xml/xml-element.js';
import { CamtFault } from './camt-fault.js';
import { amountOf, controlSumOf, countOf, dayOf, idOf, isCredit, isTrue, required, textOf } from './camt-fields.js';
import { type Batch, type Entry, EntryStatus, type TransactionDetail } from './statement.js';

/** Reads one entry of a statement with its transactions. @throws {CamtFault} */
export function entryOf(element: XmlElement, number: number): Entry {
  const credit = isCredit(element);
  return {
    at: element,
    number,
    ...amountOf(required(element, 'Amt')),
    credit,
    reversal: isTrue(element.one('RvslInd')),
    status: statusOf(required(element, 'Sts')),
    bookingDate: dayOf(element.one('BookgDt')),
    valueDate: dayOf(element.one('ValDt')),
    bankReference: idOf(element.one('AcctSvcrRef')),
    batches: element.all('NtryDtls', 'Btch').map(batchOf),
    details: element.all('NtryDtls', 'TxDtls').map((detail, index) => detailOf(detail, index + 1, credit)),
    texts: texts(TextField.additional, [element.one('AddtlNtryInf')]),
  };
}

function statusOf(element: XmlElement): EntryStatus {
  const given = (element.one('Cd') ?? element).text;
  if (given === 'BOOK' || given === 'PDNG' || given === 'INFO') return given;
  if (element.one('Prtry') || given === 'FUTR') return EntryStatus.other;
  throw new CamtFault('invalid-indicator', element, 'BOOK, PDNG, INFO, FUTR or a proprietary status');
}

function batchOf(element: XmlElement): Batch {
  return { at: element, count: countOf(element.one('NbOfTxs')), sum: controlSumOf(element.one('TtlAmt')) };
}

function detailOf(element: XmlElement, number: number, entryCredit: boolean): TransactionDetail {
  const amount = element.one('Amt') ?? element.one('AmtDtls', 'TxAmt', 'Amt');
  const { minor, currency } = amount ? amountOf(amount) : { minor: null, currency: null };
  const parties = element.one('RltdPties');
  const ibans = ['DbtrAcct', 'CdtrAcct'].flatMap((name) => parties?.one(name, 'Id', 'IBAN') ?? []);
  return {
    at: element,
    number,
    minor,
    currency,
    credit: element.one('CdtDbtInd') ? isCredit(element) : entryCredit,
    endToEndId: idOf(element.one('Refs', 'EndToEndId')),
    bankReference: idOf(element.one('Refs', 'AcctSvcrRef')),
    texts: textsOf(element),
    debtorName: textOf(parties?.one('Dbtr', 'Pty', 'Nm') ?? parties?.one('Dbtr', 'Nm')),
    debtorIban: textOf(parties?.one('DbtrAcct', 'Id', 'IBAN')),
    ibans: ibans.map((iban) => ({ at: iban, number: accountNumber(iban.text) })),
  };
}

function textsOf(element: XmlElement): LineText[] {
  const remittance = element
    .all('RmtInf', 'Ustrd')
    .map(textOf)
    .filter((text) => text !== null);
  return [
    ...texts(TextField.endToEndId, [element.one('Refs', 'EndToEndId')]),
    ...texts(TextField.creditorReference, element.all('RmtInf', 'Strd', 'CdtrRefInf', 'Ref')),
    ...texts(TextField.referredDocument, element.all('RmtInf', 'Strd', 'RfrdDocInf', 'Nb')),
    ...(remittance.length > 0 ? [{ field: TextField.remittance, text: remittance.join('\n') }] : []),
    ...texts(TextField.additional, [...element.all('RmtInf', 'Strd', 'AddtlRmtInf'), element.one('AddtlTxInf')]),
  ];
}

function texts(field: TextField, elements: readonly (XmlElement | undefined)[]): LineText[] {
  return elements
    .map(textOf)
    .filter((text) => text !== null)
    .map((text) => ({ field, text }));
}
