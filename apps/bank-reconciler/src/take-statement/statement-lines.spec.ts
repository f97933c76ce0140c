import { describe, expect, it } from 'vitest';
import { readStatements } from '../camt/camt-reader.js';
import { entry, PAYER_IBAN, statementFile } from '../fixtures/statement-file.js';
import { readXml } from '../xml/read-xml.js';
import { linesOf, type StatementState } from './statement-lines.js';
import { expectedNumbers } from './statement-gap.js';

let id = 0;
const lines = async (entries: readonly string[], state: StatementState = 'taken', copyNumber = 1) => {
  const file = await readStatements(await readXml(Buffer.from(statementFile({ id: 'ST', entries }))));
  const statement = file.statements[0]!;
  return linesOf({ statement, state, entries: statement.entries, copyNumber }, () => String((id += 1)));
};
const batch = (amount: string, details: string): string => entry({ amount }).replace(/<TxDtls>.*<\/TxDtls>/s, details);
const detail = (amount: string, text: string, more = ''): string =>
  `<TxDtls><Amt Ccy="TRY">${amount}</Amt>${more}<RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`;

describe('the lines of a statement', () => {
  it('are its transactions, each with its reference for ever', async () => {
    const entries = [
      entry({ amount: '1.00', text: 'moda-1001', endToEndId: 'E-77' }),
      batch('3.00', detail('1.00', 'a-1234') + detail('2.00', 'b-1234')),
    ];
    expect(await lines(entries)).toMatchObject([
      {
        reference: 'ST/2026-11-20/1.1',
        amountMinor: 100,
        endToEndId: 'E-77',
        counterpartyIban: PAYER_IBAN,
        counterpartyName: 'Ayşe Yılmaz',
        valueDate: '2026-11-21',
        bookingDate: '2026-11-20',
      },
      { reference: 'ST/2026-11-20/2.1', amountMinor: 100, texts: [{ text: 'a-1234' }] },
      { reference: 'ST/2026-11-20/2.2', amountMinor: 200, texts: [{ text: 'b-1234' }] },
    ]);
  });

  it('of a further copy are named otherwise than those that came before', async () => {
    expect(await lines([entry({ amount: '1.00' })], 'taken', 2)).toMatchObject([
      { reference: 'ST c.2/2026-11-20/1.1', entryNumber: 1 },
    ]);
  });

  it('are the entry itself where its transactions are not told with amounts that make it up', async () => {
    const without = '<TxDtls><RmtInf><Ustrd>a-1234</Ustrd></RmtInf></TxDtls>'.repeat(2);
    expect(await lines([batch('3.00', without)])).toMatchObject([
      { reference: 'ST/2026-11-20/1', amountMinor: 300, texts: [{ text: 'a-1234' }, { text: 'a-1234' }] },
    ]);
    expect(await lines([batch('3.00', detail('1.00', 'a-1234') + detail('1.00', 'b-1234'))])).toHaveLength(1);
    expect(await lines([batch('3.00', `<Btch><NbOfTxs>2</NbOfTxs></Btch>${detail('1.00', 'a-1234')}`)])).toMatchObject([
      { amountMinor: 300 },
    ]);
    expect(await lines([batch('3.00', '')])).toMatchObject([{ reference: 'ST/2026-11-20/1' }]);
  });

  it('have the amount of the entry where one transaction is told in the currency of the payer', async () => {
    expect(await lines([batch('3.00', '<TxDtls><Amt Ccy="EUR">0.07</Amt></TxDtls>')])).toMatchObject([
      { amountMinor: 300, currency: 'TRY' },
    ]);
  });

  it('are on the side of the entry where its one transaction is told on the other', async () => {
    const other = detail('3.00', 'moda-1001', '<CdtDbtInd>DBIT</CdtDbtInd>');
    expect(await lines([batch('3.00', other)])).toMatchObject([
      { amountMinor: 300, credit: true, state: 'undecided', counterpartyName: null },
    ]);
  });

  it.each(['NOTPROVIDED', 'Not provided', 'NONREF'])('have no EndToEndId where the payer wrote %s', async (endToEndId) => {
    expect(await lines([entry({ amount: '1.00', endToEndId })])).toMatchObject([{ endToEndId: null, texts: [] }]);
  });

  it.each<[string, string, StatementState, string, string | null]>([
    ['a credit', entry({ amount: '1.00' }), 'taken', 'undecided', 'no-reference'],
    ['a credit of a blocked statement', entry({ amount: '1.00' }), 'blocked', 'undecided', 'statement-blocked'],
    ['a credit of a copy', entry({ amount: '1.00' }), 'duplicate', 'no-effect', null],
    ['a debit', entry({ amount: '1.00', debit: true }), 'taken', 'not-ours', null],
    ['a debit that is a reversal', entry({ amount: '1.00', debit: true, reversal: true }), 'taken', 'not-ours', null],
    [
      'a debit inside a credit',
      batch('3.00', detail('4.00', '') + detail('1.00', '', '<CdtDbtInd>DBIT</CdtDbtInd>')),
      'taken',
      'undecided',
      'no-reference',
    ],
    ['a credit that is announced', entry({ amount: '1.00', status: 'PDNG' }), 'taken', 'not-booked', null],
    [
      'an announced credit of a blocked statement',
      entry({ amount: '1.00', status: 'INFO' }),
      'blocked',
      'not-booked',
      null,
    ],
  ])('begin as follows: %s', async (_what, one, state, lineState, reason) => {
    expect((await lines([one], state))[0]).toMatchObject({ state: lineState, reason });
  });

  it('keep nothing of the counterparty of a debit', async () => {
    expect(await lines([entry({ amount: '1.00', debit: true })])).toMatchObject([
      { counterpartyName: null, counterpartyIban: null },
    ]);
  });
});

describe('a statement leaves no gap', () => {
  it.each<[string, string, string | null, string | null, string[]]>([
    ['as the first of its account', '225', null, null, ['225']],
    ['after the one before', '226', '225', null, ['226']],
    ['after the one before, whatever the year before had', '2', '1', '365', ['2']],
    ['as the first of a year, or going on', '1', null, '365', ['1', '366']],
    ['beyond what JavaScript counts exactly', '9007199254740994', '9007199254740993', null, ['9007199254740994']],
  ])('%s', (_how, number, ofYear, ofYearsBefore, expected) => {
    expect(expectedNumbers(number, { ofYear, ofYearsBefore })).toEqual(expected);
  });
});
