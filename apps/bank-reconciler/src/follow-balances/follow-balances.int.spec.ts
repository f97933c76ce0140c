import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from '../fixtures/events.js';
import {
  runningBankReconciler,
  type RunningBankReconciler,
  testAccounts,
} from '../fixtures/running-bank-reconciler.js';
import { balance, entry, nextId, statementFile, type TestStatement } from '../fixtures/statement-file.js';

/** Accounts of Germany with right check digits, one for each test. */
const ACCOUNTS = Array.from({ length: 20 }, (_, index) => iban(String(index + 1)));

describe('the opening balance of a statement is held against the end of the one before', () => {
  let bank: RunningBankReconciler;
  let used = 0;
  let account = '';

  /** An account that has no statements yet. */
  const another = (): void => {
    account = ACCOUNTS[(used += 1)]!;
  };
  const take = async (day: number, opening: string, closing: string, more: TestStatement = {}) => {
    const date = `2031-05-${String(day).padStart(2, '0')}`;
    const moved = minor(closing) - minor(opening);
    const entries = moved === 0 ? [] : [entry({ amount: shown(Math.abs(moved)), debit: moved < 0 })];
    const [told] = await bank.upload(statementFile({ account, date, opening, closing, entries, ...more }));
    return told!;
  };
  const open = async (): Promise<unknown[]> => {
    const { body } = await bank.request('GET', '/v1/statements?gap=open&limit=200');
    const items = body.items as { account: string; gap: { expected: string; actual: string } }[];
    const masked = `${account.slice(0, 4)} … ${account.slice(-4)}`;
    return items.filter((item) => item.account === masked).map(({ gap }) => [gap.expected, gap.actual]);
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
    await bank.setAccounts([
      ...testAccounts,
      ...ACCOUNTS.map((one) => ({ account: one, company: 'AM01', mode: 'live' as const })),
    ]);
  });
  afterAll(() => bank.stop());

  it('and tells a gap until the one that is missing comes, whose money and that of the later one are matched', async () => {
    another();
    const due = dueOrder();
    await bank.tell(orderPlaced(due));
    const first = await take(1, '0.00', '50.00');
    const credit = entry({ amount: '120.00', text: due.orderNumber });
    const late = await take(3, '80.00', '200.00', { entries: [credit] });
    expect(late).toMatchObject({
      state: 'taken',
      findings: [],
      lines: { matched: 1 },
      gap: { after: first.id, expected: '50.00 TRY', actual: '80.00 TRY', since: expect.any(String) },
    });
    await bank.paymentOf(due.orderId);
    expect(await open()).toEqual([['50.00 TRY', '80.00 TRY']]);
    const missing = await take(2, '50.00', '80.00');
    expect(missing).not.toHaveProperty('gap');
    expect([await open(), (await bank.request('GET', `/v1/statements/${late.id}`)).body.gap]).toEqual([[], null]);
  });

  it('and tells where it goes on being missing, when some of it comes', async () => {
    another();
    await take(1, '0.00', '50.00');
    await take(5, '90.00', '95.00');
    await take(2, '50.00', '60.00');
    expect(await open()).toEqual([['60.00 TRY', '90.00 TRY']]);
    await take(4, '80.00', '90.00');
    expect(await open()).toEqual([['60.00 TRY', '80.00 TRY']]);
    await take(3, '60.00', '80.00');
    expect(await open()).toEqual([]);
  });

  it('and goes on telling it at a bank whose ids are the same every day', async () => {
    another();
    const id = '1';
    await take(1, '0.00', '100.00', { id });
    await take(3, '150.00', '160.00', { id });
    await take(4, '160.00', '170.00', { id });
    await take(5, '170.00', '180.00', { id });
    await take(6, '180.00', '190.00', { id });
    expect(await open()).toEqual([['100.00 TRY', '150.00 TRY']]);
    await take(2, '100.00', '150.00', { id });
    expect(await open()).toEqual([]);
  });

  it('by account and currency', async () => {
    another();
    await take(1, '0.00', '50.00');
    const euros = { currency: 'EUR', entries: [] };
    await take(1, '7.00', '7.00', euros);
    await take(2, '50.00', '60.00');
    await take(2, '7.00', '7.00', euros);
    expect(await open()).toEqual([]);
    await take(3, '8.00', '8.00', euros);
    expect(await open()).toEqual([['7.00 EUR', '8.00 EUR']]);
  });

  it('with its side: what was owed is not what is had', async () => {
    another();
    await take(1, '0.00', '-50.00');
    await take(2, '-50.00', '-20.00');
    expect(await open()).toEqual([]);
    await take(3, '20.00', '20.00');
    expect(await open()).toEqual([['-20.00 TRY', '20.00 TRY']]);
  });

  it('without a word for several of one day, those without an entry, and copies', async () => {
    another();
    await take(1, '0.00', '50.00');
    const one = await bank.upload(
      statementFile([
        { account, date: '2031-05-02', opening: '80.00', closing: '80.00' },
        { account, date: '2031-05-02', opening: '50.00', closing: '80.00', entries: [entry({ amount: '30.00' })] },
      ]),
    );
    expect(one.map(({ state, gap }) => [state, gap])).toEqual([
      ['taken', undefined],
      ['taken', undefined],
    ]);
    await take(3, '80.00', '80.00');
    await take(2, '10.00', '10.00', { head: '<CpyDplctInd>DUPL</CpyDplctInd>' });
    expect(await open()).toEqual([]);
  });

  it('page by page: a page that is missing leaves a gap until it comes', async () => {
    another();
    const id = nextId('ST');
    const page = (number: number, last: boolean): string =>
      `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn>`;
    const entries = [entry({ amount: '10.00' })];
    const [ten, twenty] = [balance('ITBD', '10.00'), balance('ITBD', '20.00')];
    const of = (changes: TestStatement) => bank.upload(statementFile({ account, id, entries, ...changes }));
    await of({ head: page(1, false), closing: null, extra: ten });
    await of({ head: page(3, true), opening: null, extra: twenty, closing: '30.00', entries: [entry({ amount: '10.00' })] });
    expect(await open()).toEqual([['10.00 TRY', '20.00 TRY']]);
    const second = [entry({ amount: '10.00' })];
    await of({ head: page(2, false), opening: '10.00', closing: null, extra: twenty, entries: second });
    expect(await open()).toEqual([]);
  });

  it('page by page, where only the last tells its day, and one that was made the day after comes behind it', async () => {
    another();
    await take(1, '0.00', '5.00');
    const id = nextId('ST');
    const of = (changes: TestStatement) => bank.upload(statementFile({ account, id, ...changes }));
    const page = (number: number): string => `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${number === 2}</LastPgInd></StmtPgntn>`;
    const interim = balance('ITBD', '10.00', 'TRY', '2031-05-02');
    await of({ head: page(2), date: '2031-05-02', opening: null, extra: interim, closing: '10.00' });
    expect(await open()).toEqual([['5.00 TRY', '10.00 TRY']]);
    const entries = [entry({ amount: '5.00' })];
    await of({ head: page(1), date: '2031-05-03', opening: '5.00', closing: null, extra: interim, entries });
    expect(await open()).toEqual([]);
  });

  it('and an interim statement goes on with the fuller copy', async () => {
    another();
    const statement = { id: nextId('ST'), account, date: '2031-05-01' };
    const [one, two, three] = ['50.00', '20.00', '10.00'].map((amount) => entry({ amount })) as [string, string, string];
    await bank.upload(statementFile({ ...statement, closing: '50.00', entries: [one] }));
    await take(2, '80.00', '90.00');
    expect(await open()).toEqual([['50.00 TRY', '80.00 TRY']]);
    await bank.upload(statementFile({ ...statement, closing: '70.00', entries: [one, two] }));
    expect(await open()).toEqual([['70.00 TRY', '80.00 TRY']]);
    await bank.upload(statementFile({ ...statement, closing: '80.00', entries: [one, two, three] }));
    expect(await open()).toEqual([]);
  });

  it('and one that gave way leaves no gap behind', async () => {
    another();
    await take(1, '0.00', '50.00');
    const id = nextId('ST');
    const faulty = await take(2, '55.00', '60.00', { id, entries: [] });
    expect([faulty.state, await open()]).toEqual(['blocked', [['50.00 TRY', '55.00 TRY']]]);
    const right = await take(2, '50.00', '60.00', { id });
    expect([right.state, await open()]).toEqual(['taken', []]);
  });

  it('and a copy that a person puts in its place is followed', async () => {
    another();
    await take(1, '0.00', '50.00');
    const id = nextId('ST');
    await take(2, '50.00', '60.00', { id, entries: [] });
    const copy = await take(2, '50.00', '70.00', { id, entries: [] });
    await take(3, '70.00', '70.00');
    expect([copy.state, await open()]).toEqual(['duplicate', [['60.00 TRY', '70.00 TRY']]]);
    const act = { by: 'ayla', reason: 'it is the right one' };
    expect((await bank.request('POST', `/v1/statements/${copy.id}/release`, { body: act })).status).toBe(200);
    expect(await open()).toEqual([]);
  });
});

function minor(decimal: string): number {
  return Math.round(Number(decimal) * 100);
}

function shown(amount: number): string {
  return (amount / 100).toFixed(2);
}

/** An IBAN of that account number at a German bank (ISO 13616: mod 97). */
function iban(number: string): string {
  const account = `37040044${number.padStart(10, '0')}`;
  const rest = BigInt(`${account}131400`) % 97n;
  return `DE${String(98n - rest).padStart(2, '0')}${account}`;
}
