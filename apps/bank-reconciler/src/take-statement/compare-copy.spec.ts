import { describe, expect, it } from 'vitest';
import { readStatements } from '../camt/camt-reader.js';
import type { BankStatement } from '../camt/statement.js';
import { balance, entry, statementFile, type TestEntry, type TestStatement } from '../fixtures/statement-file.js';
import { readXml } from '../xml/read-xml.js';
import { compareCopy, contentHash, isFuller, type KeptStatement } from './compare-copy.js';
import { copiedEntries } from './same-entries.js';

const read = async (statement: TestStatement): Promise<BankStatement> =>
  (await readStatements(await readXml(Buffer.from(statementFile({ id: 'ST', ...statement }))))).statements[0]!;

const keptOf = (one: BankStatement, changes: Partial<KeptStatement> = {}): KeptStatement => ({
  page: one.page,
  hasOtherPages: false,
  addsUp: true,
  opening: one.balances,
  closing: one.balances,
  entries: copiedEntries(one).map((each) => ({ ...each, references: each.references.slice(0, 1) })),
  waiting: [],
  ...changes,
});

const named = (reference: string | null, amount = '120.00', more: Partial<TestEntry> = {}): string =>
  entry({ amount, bankReference: reference, text: 'rent', ...more });
const one = named('R1');
const two = named('R2', '30.00');

/** The numbers of the entries that are new, and what was found: code, expected, actual. */
const compared = async (first: TestStatement, copy: TestStatement, changes: Partial<KeptStatement> = {}) => {
  const { fresh, findings } = compareCopy(await read(copy), keptOf(await read(first), changes));
  return [fresh.map(({ number }) => number), findings.map(({ code, expected, actual }) => [code, expected, actual])];
};
const fuller = ['fuller-copy', undefined, undefined];
const contradicts = ['contradicting-copy', undefined, undefined];

describe('a copy of a statement', () => {
  it.each<[string, TestStatement, TestStatement]>([
    ['with the same entries', { closing: '150.00', entries: [one, two] }, { closing: '150.00', entries: [two, one] }],
    ['without entries', {}, {}],
    [
      'whose texts the bank has written otherwise',
      { closing: '120.00', entries: [one] },
      { closing: '120.00', entries: [named('R1', '120.00', { text: 'RENT 11/26' })] },
    ],
    [
      'that tells no references any more',
      { closing: '150.00', entries: [one, two] },
      { closing: '150.00', entries: [named(null), named('NONREF', '30.00')] },
    ],
    [
      'with what is only announced beside it',
      { closing: '120.00', entries: [one] },
      { closing: '120.00', entries: [one, named('R9', '5.00', { status: 'PDNG' })] },
    ],
  ])('says nothing new: %s', async (_what, first, copy) => {
    expect(await compared(first, copy)).toEqual([[], []]);
  });

  it.each<[string, TestStatement, TestStatement, number[]]>([
    ['after none', { closing: '0.00' }, { closing: '120.00', entries: [one] }, [1]],
    [
      'wherever they stand',
      { closing: '120.00', entries: [one] },
      { closing: '180.00', entries: [two, one, named('R3', '30.00')] },
      [1, 3],
    ],
    [
      'of the same amount and text, without references, as many as have come more',
      { closing: '240.00', entries: [named(null), named(null)] },
      { closing: '360.00', entries: [named(null), named(null), named(null)] },
      [3],
    ],
    [
      'of the same amount and another text, without references',
      { closing: '120.00', entries: [named(null)] },
      { closing: '240.00', entries: [named(null, '120.00', { text: 'deposit' }), named(null)] },
      [1],
    ],
    [
      'under a reference that one has already, as charges are told',
      { closing: '120.00', entries: [one] },
      { closing: '115.00', entries: [one, named('R1', '5.00', { debit: true })] },
      [2],
    ],
    [
      'that were only announced before',
      { closing: '120.00', entries: [one, named('R2', '30.00', { status: 'PDNG' })] },
      { closing: '150.00', entries: [one, two] },
      [2],
    ],
  ])('adds its entries that are new: %s', async (_where, first, copy, fresh) => {
    expect(await compared(first, copy)).toEqual([fresh, [fuller]]);
  });

  it.each<[string, TestStatement, TestStatement, number[], unknown[]]>([
    [
      'an entry is gone',
      { closing: '150.00', entries: [one, two] },
      { closing: '120.00', entries: [one] },
      [],
      [
        ['contradicting-copy', '30.00 TRY', 'no such entry'],
        ['contradicting-copy', '150.00 TRY', '120.00 TRY'],
      ],
    ],
    [
      'an entry has another amount',
      { closing: '120.00', entries: [one] },
      { closing: '151.00', entries: [named('R1', '121.00'), two] },
      [2],
      [['contradicting-copy', '120.00 TRY', '121.00 TRY']],
    ],
    [
      'an entry is on the other side',
      { closing: '120.00', entries: [one] },
      { closing: '-120.00', entries: [named('R1', '120.00', { debit: true })] },
      [],
      [
        ['contradicting-copy', '120.00 TRY', '-120.00 TRY'],
        ['contradicting-copy', '120.00 TRY', '-120.00 TRY'],
      ],
    ],
    [
      'it opens otherwise',
      { closing: '120.00', entries: [one] },
      { opening: '10.00', closing: '160.00', entries: [one, two] },
      [2],
      [['contradicting-copy', '0.00 TRY', '10.00 TRY']],
    ],
    [
      'it ends otherwise with the same entries',
      { closing: '120.00', entries: [one] },
      { closing: '120.01', entries: [one] },
      [],
      [['contradicting-copy', '120.00 TRY', '120.01 TRY']],
    ],
    [
      'the bank calls it a copy, and it adds',
      { closing: '120.00', entries: [one] },
      { closing: '150.00', entries: [one, two], head: '<CpyDplctInd>DUPL</CpyDplctInd>' },
      [2],
      [contradicts],
    ],
    [
      'it goes on at another page, and adds',
      { closing: '120.00', entries: [one] },
      {
        closing: null,
        extra: balance('ITBD', '150.00'),
        entries: [one, two],
        head: '<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>',
      },
      [2],
      [contradicts],
    ],
  ])('contradicts what is kept: %s', async (_what, first, copy, fresh, found) => {
    expect(await compared(first, copy)).toEqual([fresh, [contradicts, ...found]]);
  });

  it('is held against no balance of one that did not add up', async () => {
    expect(
      await compared({ closing: '9.00', entries: [one] }, { closing: '120.00', entries: [one] }, { addsUp: false }),
    ).toEqual([[], []]);
  });

  it('doubles nothing that waits in another copy, which it need not hold', async () => {
    const first = await read({ closing: '120.00', entries: [one] });
    const kept = keptOf(first, { waiting: copiedEntries(await read({ entries: [two] })) });
    expect(compareCopy(await read({ closing: '150.00', entries: [one, two] }), kept)).toEqual({ fresh: [], findings: [] });
    expect(compareCopy(await read({ closing: '120.00', entries: [one] }), kept)).toEqual({ fresh: [], findings: [] });
  });

  it('adds what waits of another amount in another copy, and contradicts only what is in effect', async () => {
    const waiting = copiedEntries(await read({ entries: [two] }));
    const copy = { closing: '140.00', entries: [one, named('R2', '20.00')] };
    expect(await compared({ closing: '120.00', entries: [one] }, copy, { waiting })).toEqual([[2], [fuller]]);
  });

  it('finds an entry again whose texts are kept no longer', async () => {
    const first = await read({ closing: '120.00', entries: [named(null)] });
    const forgotten = copiedEntries(first).map((each) => ({ ...each, texts: '[]', forgotten: true }));
    expect(compareCopy(first, keptOf(first, { entries: forgotten })).findings).toEqual([]);
  });

  it('is fuller where it only adds', async () => {
    const kept = keptOf(await read({ closing: '120.00', entries: [one] }));
    const copies = [[one, two], [one], [two]].map(async (entries) =>
      isFuller(compareCopy(await read({ closing: entries.length > 1 ? '150.00' : '120.00', entries }), kept)),
    );
    expect(await Promise.all(copies)).toEqual([true, false, false]);
  });

  it('has the content of another wherever it stands in its file', async () => {
    const plain = await read({ closing: '120.00', entries: [one] });
    const other = await read({ closing: '120.00', entries: [one], head: '<LglSeqNb>4</LglSeqNb>' });
    expect(contentHash(other)).toEqual(contentHash(plain));
    expect(contentHash(await read({ closing: '120.00', entries: [named('R1', '120.01')] }))).not.toEqual(contentHash(plain));
  });
});
