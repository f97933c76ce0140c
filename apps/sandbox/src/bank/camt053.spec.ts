import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { sumOf, toKurus } from '../money.js';
import { Random } from '../world/random.js';
import { type Due, type TransferHabit } from '../world/transfer-habit.js';
import { type StatementVersion } from './bank-ledger.js';
import { SELLERS_ACCOUNT } from './bank.js';
import { camt053, movementOf } from './camt053.js';
import { statementLines } from './statement-lines.js';

const habits: TransferHabit[] = [
  'names-order',
  'names-invoice',
  'wrong-amount',
  'no-reference',
  'pays-twice',
  'never-pays',
];
const dues: Due[] = habits.map((habit, index) => {
  const orderNumber = `moda-${1001 + index}`;
  return { orderNumber, payersNumber: orderNumber, amount: '120.50', payer: 'Çınar & Oğulları', habit };
});
const invoiceNumberOf = (): string => 'AMF2026000000012';
const lines = statementLines(dues, invoiceNumberOf, 'S1', new Random('1'));
const compact = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

describe('the lines of a statement', () => {
  it('are a transfer for each habit of paying, two where somebody pays twice, and a fee', () => {
    expect(lines.map(({ habit, amount, expectation }) => [habit, amount, expectation])).toEqual([
      ['names-order', '120.50', 'matched'],
      ['names-invoice', '120.50', 'matched'],
      ['wrong-amount', '119.50', 'undecided'],
      ['no-reference', '120.50', 'undecided'],
      ['pays-twice', '120.50', 'one-of-two'],
      ['pays-twice', '120.50', 'one-of-two'],
      [undefined, '7.35', 'none'],
    ]);
    expect(new Set(lines.map(({ bankReference }) => bankReference)).size).toBe(7);
  });

  it('name the order or the invoice as people write it, and can be read again', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const [ofOrder, ofInvoice, , without] = statementLines(dues, invoiceNumberOf, 'S1', new Random(String(seed)));
      expect(compact(ofOrder?.text ?? '')).toContain('MODA1001');
      expect(compact(ofInvoice?.text ?? '')).toContain('AMF2026000000012');
      expect(compact(without?.text ?? '')).not.toMatch(/\d/);
    }
  });
});

describe.each<StatementVersion>(['08', '02'])('a camt.053.001.%s', (version) => {
  const opening = '1000.00';
  const statement = { statementId: 'S1', messageId: 'M1', sequence: 1, iban: SELLERS_ACCOUNT, date: '2026-11-21' };
  const xml = camt053({ ...statement, version, opening, closing: '1714.65', lines }, new Date('2026-11-21T15:00:00Z'));

  function texts(path: string): string[] {
    const document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET });
    try {
      const namespace = { c: `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}` };
      return document.find(path, namespace).map((node) => node.content);
    } finally {
      document.dispose();
    }
  }

  it('adds up: opening, entries and closing, a batch entry and its details', () => {
    const credits = texts('//c:Ntry[c:CdtDbtInd="CRDT"]/c:Amt').map((text) => toKurus(text) ?? 0n);
    const debits = texts('//c:Ntry[c:CdtDbtInd="DBIT"]/c:Amt').map((text) => toKurus(text) ?? 0n);
    expect(sumOf(credits) - sumOf(debits)).toBe(movementOf(lines));
    const [opened = 0n, closed] = texts('//c:Bal/c:Amt').map((text) => toKurus(text) ?? 0n);
    expect(opened + movementOf(lines)).toBe(closed);
    expect(texts('//c:Btch/c:NbOfTxs')).toEqual(['4']);
    const details = texts('//c:Ntry[c:NtryDtls/c:Btch]//c:TxDtls//c:Amt').map((text) => toKurus(text) ?? 0n);
    expect(texts('//c:Btch/c:TtlAmt').map(toKurus)).toEqual([sumOf(details)]);
  });

  it('says texts, payers and the account as they are', () => {
    expect(texts('//c:RmtInf/c:Ustrd')).toEqual(lines.map(({ text }) => text));
    expect(new Set(texts('//c:Dbtr//c:Nm'))).toEqual(new Set(['Çınar & Oğulları']));
    expect(texts('//c:Stmt/c:Acct/c:Id/c:IBAN')).toEqual(['TR050006200010000001720038']);
    expect(texts('//c:Ntry/c:Sts')).toEqual(['BOOK', 'BOOK', 'BOOK', 'BOOK']);
  });
});
