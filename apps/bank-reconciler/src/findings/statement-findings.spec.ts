import { describe, expect, it } from 'vitest';
import { readStatements } from '../camt/camt-reader.js';
import { balance, entry, statementFile, type TestStatement } from '../fixtures/statement-file.js';
import { readXml } from '../xml/read-xml.js';
import { blocks } from './finding.js';
import { statementFindings } from './statement-findings.js';

const findings = async (statement: TestStatement) => {
  const { statements } = await readStatements(await readXml(Buffer.from(statementFile(statement))));
  return statementFindings(statements[0]!).map(({ code, expected, actual, path }) => {
    return [code, expected, actual, path.replace('/Document/BkToCstmrStmt/Stmt', '')];
  });
};
const credit = entry({ amount: '120.00' });
const debit = entry({ amount: '20.00', debit: true });
const batch = (amount: string, details: string, head = ''): string =>
  entry({ amount }).replace(/<TxDtls>.*<\/TxDtls>/s, `${head}${details}`);
const detail = (amount: string, currency = 'TRY', side = ''): string =>
  `<TxDtls><Amt Ccy="${currency}">${amount}</Amt>${side}</TxDtls>`;
const totals = (of: string, count: string, sum: string): string =>
  `<TxsSummry><${of}><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></${of}></TxsSummry>`;

describe('a statement adds up', () => {
  it.each<[string, TestStatement]>([
    ['with credits and debits', { opening: '5.00', closing: '105.00', entries: [credit, debit] }],
    ['from below zero to below zero', { opening: '-500.00', closing: '-380.00', entries: [credit] }],
    ['without entries', { opening: '5.00', closing: '5.00' }],
    ['from nothing, told as a debit of 0', { opening: '0.00', closing: '120.00', entries: [credit] }],
    [
      'from the balance that closed the one before',
      { opening: null, extra: balance('PRCD', '5.00'), closing: '125.00', entries: [credit] },
    ],
    [
      'from the opening balance although the one before is told too',
      { opening: '5.00', extra: balance('PRCD', '7.00'), closing: '125.00', entries: [credit] },
    ],
    [
      'whatever is available or between',
      {
        closing: '120.00',
        extra: balance('CLAV', '1.00') + balance('ITBD', '2.00') + balance('OPAV', '3.00'),
        entries: [credit],
      },
    ],
    [
      'over several days, each with its balances',
      {
        opening: null,
        closing: null,
        extra:
          balance('OPBD', '1.00', 'TRY', '2026-11-19') +
          balance('OPBD', '9.00', 'TRY', '2026-11-20') +
          balance('CLBD', '9.00', 'TRY', '2026-11-19') +
          balance('CLBD', '121.00', 'TRY', '2026-11-20'),
        entries: [credit],
      },
    ],
    [
      'on a page between others, from one interim balance of the day to another',
      {
        opening: null,
        closing: null,
        head: '<StmtPgntn><PgNb>2</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>',
        extra: balance('ITBD', '10.00') + balance('ITBD', '130.00'),
        entries: [credit],
      },
    ],
    [
      'a reversal being on the side that it says',
      { opening: '200.00', closing: '180.00', entries: [entry({ amount: '20.00', debit: true, reversal: true })] },
    ],
    [
      'with right totals',
      {
        closing: '100.00',
        entries: [credit, debit],
        extra:
          totals('TtlNtries', '2', '140') +
          totals('TtlCdtNtries', '1', '120.00') +
          totals('TtlDbtNtries', '1', '20.00000'),
      },
    ],
    [
      'with a count alone',
      {
        closing: '120.00',
        entries: [credit],
        extra: '<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries></TtlNtries></TxsSummry>',
      },
    ],
    [
      'with a batch of its size',
      {
        closing: '3.00',
        entries: [
          batch(
            '3.00',
            detail('1.00') + detail('2.00'),
            '<Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="TRY">3.00</TtlAmt></Btch>',
          ),
        ],
      },
    ],
    [
      'with a transaction taken back inside a batch',
      {
        closing: '3.00',
        entries: [batch('3.00', detail('4.00') + detail('1.00', 'TRY', '<CdtDbtInd>DBIT</CdtDbtInd>'))],
      },
    ],
    [
      'with one transaction in the currency of the payer',
      { closing: '3.00', entries: [batch('3.00', detail('0.07', 'EUR'))] },
    ],
    [
      'in yen',
      {
        currency: 'JPY',
        opening: '5',
        closing: '125',
        entries: [entry({ amount: '120', currency: 'JPY' })],
        extra: totals('TtlNtries', '1', '120'),
      },
    ],
  ])('%s', async (_how, statement) => {
    expect(await findings(statement)).toEqual([]);
  });
});

describe('a statement shows', () => {
  it.each<[string, TestStatement, (string | undefined)[][]]>([
    [
      'a balance that is one kuruş off',
      { closing: '120.01', entries: [credit] },
      [['balance-mismatch', '120.00 TRY', '120.01 TRY', '/Bal[2]']],
    ],
    [
      'a closing balance typed as a debit',
      { closing: '-120.00', entries: [credit] },
      [['balance-mismatch', '120.00 TRY', '-120.00 TRY', '/Bal[2]']],
    ],
    [
      'a closing balance in another currency',
      { closing: null, extra: balance('CLBD', '120.00', 'EUR'), entries: [credit] },
      [
        ['balance-mismatch', '120.00 TRY', 'no closing balance in TRY', '/Bal[1]'],
        ['balance-mismatch', '0.00 EUR', '120.00 EUR', '/Bal[2]'],
      ],
    ],
    [
      'an entry in a currency without balances',
      { closing: '0.00', entries: [entry({ amount: '1.00', currency: 'EUR' })] },
      [['balance-mismatch', '1.00 EUR', 'no closing balance in EUR', '']],
    ],
    [
      'no opening balance',
      { opening: null, closing: '120.00', entries: [credit] },
      [['missing-balance', undefined, undefined, '']],
    ],
    [
      'no balance at all',
      { opening: null, closing: null },
      [
        ['missing-balance', undefined, undefined, ''],
        ['missing-balance', undefined, undefined, ''],
      ],
    ],
    [
      'a wrong number of entries',
      { closing: '120.00', entries: [credit], extra: totals('TtlNtries', '2', '120') },
      [['control-sum-mismatch', '1 of 120.00', '2 of 120.00', '/TxsSummry/TtlNtries']],
    ],
    [
      'a wrong sum of credits',
      { closing: '120.00', entries: [credit], extra: totals('TtlCdtNtries', '1', '120.01') },
      [['control-sum-mismatch', '1 of 120.00', '1 of 120.01', '/TxsSummry/TtlCdtNtries']],
    ],
    [
      'transactions that are not their entry',
      { closing: '3.00', entries: [batch('3.00', detail('1.00') + detail('1.99'))] },
      [['control-sum-mismatch', '3.00', '2.99', '/Ntry']],
    ],
    [
      'one transaction that is not its entry',
      { closing: '3.00', entries: [batch('3.00', detail('2.00'))] },
      [['control-sum-mismatch', '3.00', '2.00', '/Ntry']],
    ],
    [
      'transactions in several currencies',
      { closing: '3.00', entries: [batch('3.00', detail('1.00') + detail('2.00', 'EUR'))] },
      [['control-sum-mismatch', '3.00', 'amounts that are missing or in other currencies', '/Ntry']],
    ],
    [
      'a batch that is not all there',
      {
        closing: '3.00',
        entries: [batch('3.00', detail('1.00') + detail('2.00'), '<Btch><NbOfTxs>3</NbOfTxs></Btch>')],
      },
      [['control-sum-mismatch', '3', '2', '/Ntry/NtryDtls/Btch']],
    ],
    [
      'a batch of another sum',
      { closing: '3.00', entries: [batch('3.00', '', '<Btch><TtlAmt Ccy="TRY">3.01</TtlAmt></Btch>')] },
      [['control-sum-mismatch', '3.01', '3.00', '/Ntry/NtryDtls/Btch']],
    ],
    [
      'an account number that is none',
      { account: 'TR060006200010000001720038' },
      [['invalid-iban', undefined, undefined, '/Acct/Id/IBAN']],
    ],
    [
      "a payer's account number that is none",
      { closing: '1.00', entries: [entry({ amount: '1.00', payerIban: 'TR330006400099000001234568' })] },
      [['invalid-iban', undefined, undefined, '/Ntry/NtryDtls/TxDtls/RltdPties/DbtrAcct/Id/IBAN']],
    ],
    [
      'an entry that is not booked, beside the balances',
      { closing: '120.00', entries: [credit, entry({ amount: '7.00', status: 'PDNG' })] },
      [['entry-not-booked', 'BOOK', 'PDNG', '/Ntry[2]']],
    ],
  ])('%s', async (_what, statement, expected) => {
    expect(await findings(statement)).toEqual(expected);
  });

  it('what blocks it, but for an entry that is not booked', () => {
    expect(blocks({ code: 'balance-mismatch', detail: '', path: '', line: 1 })).toBe(true);
    expect(blocks({ code: 'contradicting-copy', detail: '', path: '', line: 1 })).toBe(true);
    for (const code of ['entry-not-booked', 'fuller-copy'] as const) {
      expect(blocks({ code, detail: '', path: '', line: 1 })).toBe(false);
    }
  });
});
