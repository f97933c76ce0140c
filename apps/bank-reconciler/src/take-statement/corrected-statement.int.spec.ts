import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from '../fixtures/events.js';
import {
  request,
  runningBankReconciler,
  type RunningBankReconciler,
  type ToldStatement,
} from '../fixtures/running-bank-reconciler.js';
import { entry, nextId, statementFile, type TestStatement } from '../fixtures/statement-file.js';

const codes = ({ findings }: ToldStatement): string[] => findings.map(({ code }) => code);

describe('a statement is taken after its first version was blocked', () => {
  let bank: RunningBankReconciler;
  const take = async (statement: TestStatement, messageId?: string): Promise<ToldStatement> =>
    (await bank.upload(statementFile(statement, messageId)))[0]!;
  const order = async () => {
    const due = dueOrder();
    await bank.tell(orderPlaced(due));
    return due;
  };
  const credit = (text: string): string => entry({ amount: '120.00', text });

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  const told = async ({ id }: { id: string }) => (await bank.request('GET', `/v1/statements/${id}`)).body;
  const page = (number: number, last: boolean): string =>
    `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn>`;

  it('in its place, where it is sound: what was missing is matched, and the first has no effect any more', async () => {
    const [known, missing] = [await order(), await order()];
    const both = [known, missing].map(({ orderNumber }) =>
      entry({ amount: '120.00', text: orderNumber, endToEndId: `E2E ${orderNumber}` }),
    );
    const statement = { id: nextId('ST'), number: 1, date: '2030-01-02', closing: '240.00' };
    const first = await take({ ...statement, entries: both.slice(0, 1) });
    expect([first.state, codes(first)]).toEqual(['blocked', ['balance-mismatch']]);
    const corrected = await take({ ...statement, entries: both });
    expect(corrected).toMatchObject({ state: 'taken', findings: [], lines: { matched: 2 } });
    expect(corrected.duplicateOf).toBeUndefined();
    const { state, duplicateOf, lines } = await told(first);
    expect([state, duplicateOf, lines]).toEqual(['duplicate', corrected.id, { 'no-effect': 1 }]);
    for (const { orderId } of [known, missing]) await bank.paymentOf(orderId);
    expect([known, missing].map(({ orderId }) => bank.published(orderId).length)).toEqual([1, 1]);
    expect(await take({ ...statement, entries: both.slice(0, 1) })).toMatchObject({
      state: 'duplicate',
      duplicateOf: corrected.id,
      findings: [{ detail: expect.stringContaining('taken before') }, { code: 'balance-mismatch' }],
    });
  });

  it.each<[string, TestStatement, TestStatement, string[]]>([
    ['is faulty, too', {}, { closing: '8.00' }, ['balance-mismatch']],
    ['is a copy by the bank’s own word', {}, { head: '<CpyDplctInd>CODU</CpyDplctInd>' }, []],
    ['has its number under another id', { number: 31 }, { number: 31, id: 'ANOTHER' }, []],
    ['has its id under another number', { number: 41 }, { number: 42 }, []],
    ['goes on at another page', {}, { head: page(1, false) }, []],
  ])('without effect where it %s: a person is told to say', async (_what, one, other, found) => {
    const number = one.number ?? null;
    const date = number === null ? '2026-04-01' : `2018-01-${number - 20}`;
    const base = { id: nextId('ST'), date, entries: [credit('x')], closing: '120.00' };
    const first = await take({ ...base, ...one, closing: '9.00' });
    expect(first.state).toBe('blocked');
    const copy = await take({ ...base, ...other });
    expect([copy.state, copy.duplicateOf, copy.lines]).toEqual(['duplicate', first.id, { 'no-effect': 1 }]);
    expect(codes(copy)).toEqual(['duplicate-statement', ...found]);
    expect(copy.findings[0]).toMatchObject({ detail: expect.stringContaining('release it if it is the right one') });
    expect((await told(first)).state).toBe('blocked');
  });

  it('without effect where another page of the first is in effect', async () => {
    const base = { id: nextId('ST'), date: '2026-04-02' };
    const first = await take({ ...base, head: page(1, false), closing: '9.00', entries: [credit('x')] });
    await take({ ...base, head: page(2, true) });
    const whole = await take({ ...base, closing: '120.00', entries: [credit('x')] });
    expect([first.state, whole.state, whole.duplicateOf]).toEqual(['blocked', 'duplicate', first.id]);
  });

  it('without effect where both came in one file, or the first may repeat another', async () => {
    const base = { id: nextId('ST'), date: '2026-04-03', entries: [credit('x')] };
    const both = await bank.upload(
      statementFile([
        { ...base, closing: '9.00' },
        { ...base, closing: '120.00' },
      ]),
    );
    expect(both.map(({ state }) => state)).toEqual(['blocked', 'duplicate']);
    const message = nextId('MSG');
    await take({ date: '2026-04-04' }, message);
    const repeating = { id: nextId('ST'), date: '2026-04-05', closing: '120.00', entries: [credit('x')] };
    expect([(await take(repeating, message)).state, (await take(repeating)).state]).toEqual(['blocked', 'duplicate']);
  });

  it('without effect once a person has decided a line of the first, and it is told to go on with that', async () => {
    const base = { id: nextId('ST'), date: '2026-04-06', entries: [credit('x')] };
    const first = await take({ ...base, closing: '9.00' });
    const { body } = await bank.request('GET', `/v1/lines?statement=${first.id}`);
    const [line] = body.items as { id: string }[];
    const decision = { decision: 'leave', by: 'ayla', reason: 'a gift' };
    expect((await bank.request('POST', `/v1/lines/${line?.id}/decision`, { body: decision })).status).toBe(200);
    const corrected = await take({ ...base, closing: '120.00' });
    expect([corrected.state, corrected.lines]).toEqual(['duplicate', { 'no-effect': 1 }]);
    expect(corrected.findings[0]).toMatchObject({ detail: expect.stringContaining('go on with that one') });
    expect((await told(first)).state).toBe('blocked');
  });

  it('once, of two files at once over two replicas', async () => {
    const due = await order();
    const base = { id: nextId('ST'), date: '2026-04-07', entries: [credit(due.orderNumber)] };
    const first = await take({ ...base, closing: '9.00' });
    const replica = await bank.replica();
    try {
      const both = await Promise.all(
        [bank.service.url, replica.url].map((url) =>
          request(url, 'POST', '/v1/statements', { body: statementFile({ ...base, closing: '120.00' }) }),
        ),
      );
      const states = both.map(({ body }) => (body.statements as ToldStatement[])[0]?.state);
      expect(states.sort()).toEqual(['duplicate', 'taken']);
    } finally {
      await replica.stop();
    }
    expect((await told(first)).state).toBe('duplicate');
    await bank.paymentOf(due.orderId);
    expect(bank.published(due.orderId)).toHaveLength(1);
  });
});
