import { describe, expect, it } from 'vitest';
import { camtVersions, statementOfVersion } from '../fixtures/camt-versions.js';
import { balance, entry, statementFile } from '../fixtures/statement-file.js';
import { readXml } from '../xml/read-xml.js';
import { CamtFaults } from './camt-fault.js';
import { isTaken, readStatements } from './camt-reader.js';
import type { BankStatement, Entry } from './statement.js';

const read = async (xml: string) => readStatements(await readXml(Buffer.from(xml)));
const only = async (xml: string): Promise<BankStatement> => (await read(xml)).statements[0]!;
const onlyEntry = async (changed: string): Promise<Entry> =>
  (await only(statementFile({ entries: [changed] }))).entries[0]!;

describe('a camt.053 is read', () => {
  it.each(camtVersions)('in version .%s, to the same statement', async (version) => {
    const tree = await readXml(Buffer.from(statementOfVersion(version)));
    expect(isTaken(tree)).toBe(true);
    const { messageId, messagePage, statements } = await readStatements(tree);
    expect([messageId, messagePage]).toEqual([`MSG-${version}`, 1]);
    expect(statements).toMatchObject([
      {
        statementId: `ST-${version}`,
        page: 1,
        lastPage: true,
        electronicNumber: '225',
        legalNumber: '12',
        date: '2026-11-20',
        copy: false,
        account:
          version === '08'
            ? { number: '1720038-1', isIban: false }
            : { number: 'TR050006200010000001720038', isIban: true },
        balances: [
          { type: 'OPBD', minor: 100_000, currency: 'TRY', credit: false, date: '2026-11-19' },
          { type: 'CLBD', minor: 89_950, currency: 'TRY', credit: false, date: '2026-11-20' },
        ],
        totals: [
          { of: 'all', count: 1, sum: 10_050_000n },
          { of: 'credits', count: 1, sum: 10_050_000n },
        ],
        entries: [
          {
            number: 1,
            minor: 10_050,
            currency: 'TRY',
            credit: true,
            reversal: false,
            status: 'BOOK',
            bookingDate: '2026-11-20',
            valueDate: '2026-11-21',
            bankReference: 'BANK-1',
            batches: [{ count: 1, sum: null }],
            texts: [{ field: 'AddtlInf', text: 'Gelen havale' }],
            details: [
              {
                minor: 10_050,
                currency: 'TRY',
                credit: true,
                endToEndId: 'E2E-1',
                debtorName: 'Ayşe Yılmaz',
                debtorIban: 'TR330006400099000001234567',
                texts: [
                  { field: 'EndToEndId', text: 'E2E-1' },
                  { field: 'CdtrRefInf', text: 'RF18539007547034' },
                  { field: 'RfrdDocInf', text: 'AMF2026000000001' },
                  { field: 'Ustrd', text: 'moda-10\n01 & teşekkürler' },
                  { field: 'AddtlInf', text: 'more' },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    ['12.50', 'TRY', 1_250],
    ['12.5', 'TRY', 1_250],
    ['12.50000', 'TRY', 1_250],
    ['+12.50', 'TRY', 1_250],
    ['0012.50', 'TRY', 1_250],
    ['.5', 'TRY', 50],
    ['5.', 'TRY', 500],
    ['0', 'TRY', 0],
    ['0.00', 'TRY', 0],
    ['2700', 'JPY', 2_700],
    ['2700.0', 'JPY', 2_700],
    ['1.234', 'KWD', 1_234],
    ['90071992547409.91', 'TRY', Number.MAX_SAFE_INTEGER],
  ])('with %s %s as %i minor units', async (amount, currency, minor) => {
    expect((await onlyEntry(entry({ amount, currency }))).minor).toBe(minor);
  });

  it('with the side from CdtDbtInd alone, whatever is reversed', async () => {
    expect(await onlyEntry(entry({ amount: '1', reversal: true }))).toMatchObject({ credit: true, reversal: true });
    expect(await onlyEntry(entry({ amount: '1', reversal: true, debit: true }))).toMatchObject({
      credit: false,
      reversal: true,
    });
  });

  it.each([
    ['PDNG', 'PDNG'],
    ['INFO', 'INFO'],
    ['<Cd>PDNG</Cd>', 'PDNG'],
    ['<Cd>FUTR</Cd>', 'OTHER'],
    ['<Prtry>X</Prtry>', 'OTHER'],
  ])('with the status %s', async (status, told) => {
    expect((await onlyEntry(entry({ amount: '1', status }))).status).toBe(told);
  });

  it.each(['COPY', 'DUPL', 'CODU'])('with the word that it is a copy: %s', async (word) => {
    expect((await only(statementFile({ head: `<CpyDplctInd>${word}</CpyDplctInd>` }))).copy).toBe(true);
  });

  it('with the day of its closing balance, else of its end, else of its making', async () => {
    const head = '<FrToDt><FrDtTm>2026-11-18T00:00:00</FrDtTm><ToDtTm>2026-11-19T23:59:59</ToDtTm></FrToDt>';
    expect((await only(statementFile({ head, date: '2026-11-20' }))).date).toBe('2026-11-20');
    expect((await only(statementFile({ head, closing: null }))).date).toBe('2026-11-19');
    expect((await only(statementFile({ closing: null, date: '2026-11-17' }))).date).toBe('2026-11-17');
  });

  it.each([
    ['2026-11-20', '2026-11-20'],
    ['2026-11-20Z', '2026-11-20'],
    ['2026-11-20T23:30:00+01:00', '2026-11-20'],
    ['2026-11-20T23:30:00', '2026-11-20'],
    ['2026-11-20T21:30:00Z', '2026-11-21'],
  ])('with the day of %s as the bank, or business, has it: %s', async (given, day) => {
    const dated = entry({ amount: '1' }).replace('<Dt>2026-11-21</Dt>', `<DtTm>${given}</DtTm>`);
    expect((await onlyEntry(dated)).valueDate).toBe(day);
  });

  it('with several statements, and several transactions of one entry', async () => {
    const details =
      '<TxDtls><Amt Ccy="TRY">1.00</Amt></TxDtls><TxDtls><Amt Ccy="TRY">2.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>';
    const batch = entry({ amount: '3.00' }).replace(/<TxDtls>.*<\/TxDtls>/s, details);
    const { statements } = await read(statementFile([{ id: 'A' }, { id: 'B', entries: [batch] }]));
    expect(statements.map(({ statementId }) => statementId)).toEqual(['A', 'B']);
    expect(statements[1]?.entries[0]?.details).toMatchObject([
      { number: 1, minor: 100, credit: true },
      { number: 2, minor: 200, credit: false },
    ]);
  });
});

describe('a message is not taken', () => {
  it.each([
    ['camt.052', 'urn:iso:std:iso:20022:tech:xsd:camt.052.001.04'],
    ['camt.054', 'urn:iso:std:iso:20022:tech:xsd:camt.054.001.04'],
    ['an older version', 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.01'],
    ['a later version', 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.09'],
    ['another namespace that ends alike', 'urn:x:urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'],
  ])('as %s', async (_what, namespace) => {
    expect(isTaken(await readXml(Buffer.from(`<Document xmlns="${namespace}"/>`)))).toBe(false);
  });
});

describe('a statement with a fault is refused with its place', () => {
  const file = (changed: string): string => statementFile({ id: 'ST', entries: [entry({ amount: '1.00' }), changed] });
  const good = entry({ amount: '1.00', text: 'x' });
  const faultsOf = async (xml: string) => {
    try {
      await read(xml);
    } catch (error) {
      if (error instanceof CamtFaults) return error.faults.map(({ code, at }) => `${code} ${at.path}`);
      throw error;
    }
    return [];
  };
  const second = '/Document/BkToCstmrStmt/Stmt/Ntry[2]';

  it.each([
    [
      'an EndToEndId too long to be looked up',
      good.replace('NOTPROVIDED', 'x'.repeat(201)),
      `text-too-long ${second}/NtryDtls/TxDtls/Refs/EndToEndId`,
    ],
    ['a day before any calendar', good.replace('2026-11-21', '0000-01-01'), `invalid-date ${second}/ValDt/Dt`],
    ['no Ccy', good.replace(' Ccy="TRY"', ''), `missing-currency ${second}/Amt`],
    ['an unknown currency', good.replace('"TRY"', '"XXX"'), `unknown-currency ${second}/Amt`],
    ['a currency of four letters', good.replace('"TRY"', '"EURO"'), `unknown-currency ${second}/Amt`],
    ...['', '-1.00', '1,00', '1e3', 'NaN', '1.001', '0x10', '١', '9007199254740993', '1.0.0', '.'].map(
      (amount): [string, string, string] => [
        `the amount '${amount}'`,
        good.replace('>1.00<', `>${amount}<`),
        amount === '' ? `missing-element ${second}` : `invalid-amount ${second}/Amt`,
      ],
    ),
    ['no amount', good.replace(/<Amt.*<\/Amt>/, ''), `missing-element ${second}`],
    ['a bad side', good.replace('CRDT', 'CREDIT'), `invalid-indicator ${second}/CdtDbtInd`],
    ['no side', good.replace('<CdtDbtInd>CRDT</CdtDbtInd>', ''), `missing-element ${second}`],
    ['a bad status', good.replace('BOOK<', 'BOOKED<'), `invalid-indicator ${second}/Sts`],
    ['no status', good.replace('<Sts>BOOK</Sts>', ''), `missing-element ${second}`],
    ['30 February', good.replace('2026-11-21', '2026-02-30'), `invalid-date ${second}/ValDt/Dt`],
    ['a date in words', good.replace('2026-11-21', '2026-11-21 noon'), `invalid-date ${second}/ValDt/Dt`],
    ['a bad reversal', good.replace('<Sts>', '<RvslInd>yes</RvslInd><Sts>'), `invalid-indicator ${second}/RvslInd`],
    [
      'a text of 5,000',
      good.replace('>x<', `>${'x'.repeat(5_000)}<`),
      `text-too-long ${second}/NtryDtls/TxDtls/RmtInf/Ustrd`,
    ],
  ])('in an entry: %s', async (_what, changed, fault) => {
    expect(await faultsOf(file(changed))).toEqual([fault]);
  });

  const statement = '/Document/BkToCstmrStmt/Stmt';
  it.each([
    ['no id', statementFile({ id: '' }), `missing-element ${statement}`],
    ['no account', statementFile({}).replace(/<Acct>.*<\/Acct>/, ''), `missing-element ${statement}`],
    [
      'an account without number',
      statementFile({}).replace(/<IBAN>.*<\/IBAN>/, ''),
      `missing-element ${statement}/Acct`,
    ],
    [
      'a number that is none',
      statementFile({}).replace('<Acct>', '<ElctrncSeqNb>1a</ElctrncSeqNb><Acct>'),
      `invalid-number ${statement}/ElctrncSeqNb`,
    ],
    [
      'a bad copy word',
      statementFile({ head: '<CpyDplctInd>YES</CpyDplctInd>' }),
      `invalid-indicator ${statement}/CpyDplctInd`,
    ],
    [
      'a balance without date',
      statementFile({ opening: null, extra: balance('OPBD', '0').replace(/<Dt><Dt>.*<\/Dt>/, '') }),
      `missing-element ${statement}/Bal[2]`,
    ],
    [
      'a balance without type',
      statementFile({ closing: null }).replace('<Cd>OPBD</Cd>', ''),
      `missing-element ${statement}/Bal`,
    ],
    [
      'a bad control sum',
      statementFile({ extra: '<TxsSummry><TtlNtries><Sum>1,5</Sum></TtlNtries></TxsSummry>' }),
      `invalid-amount ${statement}/TxsSummry/TtlNtries/Sum`,
    ],
    [
      'a bad control count',
      statementFile({ extra: '<TxsSummry><TtlNtries><NbOfNtries>-1</NbOfNtries></TtlNtries></TxsSummry>' }),
      `invalid-number ${statement}/TxsSummry/TtlNtries/NbOfNtries`,
    ],
    [
      'no message id',
      statementFile({}).replace(/<MsgId>.*<\/MsgId>/, ''),
      'missing-element /Document/BkToCstmrStmt/GrpHdr',
    ],
    [
      'an id too long to be looked up',
      statementFile({ id: 'x'.repeat(201) }),
      `text-too-long ${statement}/Id`,
    ],
    [
      'a message id too long to be looked up',
      statementFile({}, 'x'.repeat(201)),
      'text-too-long /Document/BkToCstmrStmt/GrpHdr/MsgId',
    ],
    [
      'a page beyond any',
      statementFile({ head: '<StmtPgntn><PgNb>100000</PgNb></StmtPgntn>' }),
      `invalid-number ${statement}/StmtPgntn/PgNb`,
    ],
    [
      'amounts whose sum is no longer exact',
      statementFile({ opening: '50000000000000.00', closing: '50000000000000.00' }),
      `invalid-amount ${statement}`,
    ],
    ['no header', statementFile({}).replace(/<GrpHdr>.*<\/GrpHdr>/, ''), 'missing-element /Document'],
    ['no statement', statementFile([]), 'missing-element /Document/BkToCstmrStmt'],
  ])('outside of entries: %s', async (_what, xml, fault) => {
    expect(await faultsOf(xml)).toEqual([fault]);
  });

  it('all at once, so that one round with the bank is enough', async () => {
    const faults = await faultsOf(file(good.replace('CRDT', 'X')).replace('<Cd>OPBD</Cd>', ''));
    expect(faults).toHaveLength(2);
  });
});
