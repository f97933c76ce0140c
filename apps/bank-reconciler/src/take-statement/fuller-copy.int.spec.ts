import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderPlaced } from '../fixtures/events.js';
import {
  type Reply,
  request,
  runningBankReconciler,
  type RunningBankReconciler,
  type ToldStatement,
} from '../fixtures/running-bank-reconciler.js';
import { entry, nextId, statementFile, type TestStatement } from '../fixtures/statement-file.js';

const codes = ({ findings }: ToldStatement): string[] => findings.map(({ code }) => code);
const act = { by: 'ayla', reason: 'the bank has confirmed it' };

describe('a fuller copy of a statement', () => {
  let bank: RunningBankReconciler;
  const take = async (statement: TestStatement): Promise<ToldStatement> =>
    (await bank.upload(statementFile(statement)))[0]!;
  const told = async ({ id }: { id: string }) => (await bank.request('GET', `/v1/statements/${id}`)).body;
  const linesOf = async ({ id }: { id: string }) =>
    (await bank.request('GET', `/v1/lines?statement=${id}`)).body.items as { reference: string; state: string }[];
  const release = ({ id }: { id: string }): Promise<Reply> =>
    bank.request('POST', `/v1/statements/${id}/release`, { body: act });
  const orders = async (): Promise<[DueOrder, DueOrder, DueOrder]> => {
    const due = [dueOrder(), dueOrder(), dueOrder()] as const;
    await bank.tell(...due.map((order) => orderPlaced(order)));
    return [...due];
  };
  const paying = ({ orderNumber }: DueOrder): string => entry({ amount: '120.00', text: orderNumber });
  const payments = (due: readonly DueOrder[]): number[] => due.map(({ orderId }) => bank.published(orderId).length);

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('adds what is new, however often it grows, and doubles nothing', async () => {
    const due = await orders();
    const [one, two, three] = due.map(paying) as [string, string, string];
    const statement = { id: nextId('ST'), number: 1, date: '2030-03-01' };
    const interim = await take({ ...statement, closing: '120.00', entries: [one] });
    const fuller = await take({ ...statement, closing: '240.00', entries: [two, one] });
    expect(fuller).toMatchObject({ state: 'taken', addsTo: interim.id, lines: { matched: 1 } });
    expect(codes(fuller)).toEqual(['fuller-copy']);
    const whole = await take({ ...statement, closing: '360.00', entries: [two, one, three] });
    expect(whole).toMatchObject({ state: 'taken', addsTo: interim.id, lines: { matched: 1 } });
    for (const { orderId } of due) await bank.paymentOf(orderId);
    expect(payments(due)).toEqual([1, 1, 1]);
    const lines = [...(await linesOf(interim)), ...(await linesOf(fuller)), ...(await linesOf(whole))];
    expect([lines.length, new Set(lines.map(({ reference }) => reference)).size]).toEqual([3, 3]);
    expect([(await told(interim)).state, (await told(whole)).addsTo]).toEqual(['taken', interim.id]);
  });

  it('is told again without effect, as is the interim one, in whatever file they come', async () => {
    const statement = { id: nextId('ST'), date: '2030-03-02' };
    const [one, two] = [entry({ amount: '1.00' }), entry({ amount: '2.00' })];
    const interim = { ...statement, closing: '1.00', entries: [one] };
    const whole = { ...statement, closing: '3.00', entries: [one, two] };
    const { id } = await take(interim);
    await take(whole);
    for (const again of [whole, interim, { ...whole, entries: [two, one] }]) {
      const copy = await take(again);
      expect([copy.state, copy.duplicateOf, codes(copy)]).toEqual(['duplicate', id, ['duplicate-statement']]);
    }
  });

  it('that contradicts what is kept has nothing matched, and waits for a person, who has what is new matched', async () => {
    const due = await orders();
    const [known, altered, fresh] = due;
    const reference = nextId('BANK');
    const statement = { id: nextId('ST'), date: '2030-03-03' };
    const first = await take({
      ...statement,
      closing: '239.00',
      entries: [paying(known), entry({ amount: '119.00', bankReference: reference, text: altered.orderNumber })],
    });
    const copy = await take({
      ...statement,
      closing: '240.00',
      entries: [entry({ amount: '120.00', bankReference: reference, text: altered.orderNumber }), paying(fresh)],
    });
    expect(copy).toMatchObject({ state: 'blocked', addsTo: first.id, lines: { 'statement-blocked': 1 } });
    expect(copy.findings).toMatchObject([
      { code: 'contradicting-copy', detail: expect.stringContaining('ask the bank') },
      { code: 'contradicting-copy', expected: '119.00 TRY', actual: '120.00 TRY' },
      { code: 'contradicting-copy', expected: '120.00 TRY', actual: 'no such entry' },
    ]);
    const waiting = await bank.request('GET', '/v1/statements?state=blocked');
    expect((waiting.body.items as { id: string }[]).map(({ id }) => id)).toContain(copy.id);
    expect((await told(first)).state).toBe('taken');
    expect((await release(copy)).body).toMatchObject({ state: 'released', lines: { matched: 1 } });
    for (const { orderId } of [known, fresh]) await bank.paymentOf(orderId);
    expect(payments(due)).toEqual([1, 0, 1]);
  });

  it('takes the place of a blocked one although it is blocked, too: a release takes all of it', async () => {
    const due = await orders();
    const [one, two, three] = due.map(paying) as [string, string, string];
    const statement = { id: nextId('ST'), date: '2030-03-04' };
    const first = await take({ ...statement, closing: '1.00', entries: [one] });
    const fuller = await take({ ...statement, closing: '2.00', entries: [one, two, three] });
    expect([first.state, fuller.state, codes(fuller)]).toEqual(['blocked', 'blocked', ['balance-mismatch']]);
    expect(await told(first)).toMatchObject({ state: 'duplicate', duplicateOf: fuller.id });
    expect((await release(fuller)).body).toMatchObject({ state: 'released', lines: { matched: 3 } });
    for (const { orderId } of due) await bank.paymentOf(orderId);
    expect(payments(due)).toEqual([1, 1, 1]);
  });

  it('adds to a blocked one of which a person has decided a line', async () => {
    const due = await orders();
    const [one, two] = due.map(paying) as [string, string];
    const statement = { id: nextId('ST'), date: '2030-03-05' };
    const first = await take({ ...statement, closing: '1.00', entries: [one] });
    const [line] = (await bank.request('GET', `/v1/lines?statement=${first.id}`)).body.items as { id: string }[];
    await bank.request('POST', `/v1/lines/${line?.id}/decision`, { body: { decision: 'leave', ...act } });
    const fuller = await take({ ...statement, closing: '240.00', entries: [one, two] });
    expect(fuller).toMatchObject({ state: 'taken', addsTo: first.id, lines: { matched: 1 } });
    await bank.paymentOf(due[1].orderId);
    expect([payments(due), (await told(first)).state]).toEqual([[0, 1, 0], 'blocked']);
  });

  it('adds once, of two files at once over two replicas', async () => {
    const due = await orders();
    const [one, two] = due.map(paying) as [string, string];
    const statement = { id: nextId('ST'), date: '2030-03-06' };
    await take({ ...statement, closing: '120.00', entries: [one] });
    const replica = await bank.replica();
    try {
      const both = await Promise.all(
        [bank.service.url, replica.url].map((url) =>
          request(url, 'POST', '/v1/statements', {
            body: statementFile({ ...statement, closing: '240.00', entries: [one, two] }),
          }),
        ),
      );
      const states = both.map(({ body }) => (body.statements as ToldStatement[])[0]?.state);
      expect(states.sort()).toEqual(['duplicate', 'taken']);
    } finally {
      await replica.stop();
    }
    for (const { orderId } of due.slice(0, 2)) await bank.paymentOf(orderId);
    expect(payments(due)).toEqual([1, 1, 0]);
  });

  it.each<[string, TestStatement]>([
    ['and has its amount wrong', { closing: '250.00' }],
    ['and adds up', { closing: '249.00', extra: '<TxsSummry><TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries></TxsSummry>' }],
  ])('takes the place of a fuller one that was blocked %s', async (_how, faulty) => {
    const due = await orders();
    const one = paying(due[0]);
    const bankReference = nextId('BANK');
    const two = (amount: string): string => entry({ amount, bankReference, text: due[1].orderNumber });
    const statement = { id: nextId('ST'), date: '2030-03-08' };
    const first = await take({ ...statement, closing: '120.00', entries: [one] });
    const blocked = await take({ ...statement, entries: [one, two('129.00')], ...faulty });
    expect(blocked).toMatchObject({ state: 'blocked', addsTo: first.id, lines: { 'statement-blocked': 1 } });
    const right = { ...statement, closing: '240.00', entries: [one, two('120.00')] };
    const corrected = await take(right);
    expect(corrected).toMatchObject({ state: 'taken', addsTo: first.id, lines: { matched: 1 } });
    expect([codes(corrected), corrected.gap]).toEqual([['fuller-copy'], undefined]);
    expect(await told(blocked)).toMatchObject({ state: 'duplicate', duplicateOf: corrected.id, lines: { 'no-effect': 1 } });
    expect((await release(blocked)).body).toMatchObject({ status: 409, code: 'statement-in-effect' });
    expect((await take(right)).state).toBe('duplicate');
    for (const { orderId } of due.slice(0, 2)) await bank.paymentOf(orderId);
    expect(payments(due)).toEqual([1, 1, 0]);
  });

  it('is taken although it says what one said before that was blocked for its control sum alone', async () => {
    const due = await orders();
    const [one, two] = due.map(paying) as [string, string, string];
    const statement = { id: nextId('ST'), date: '2030-03-09' };
    const first = await take({ ...statement, closing: '120.00', entries: [one] });
    const whole = { ...statement, closing: '240.00', entries: [one, two] };
    const wrongSum = '<TxsSummry><TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries></TxsSummry>';
    expect((await take({ ...whole, extra: wrongSum })).state).toBe('blocked');
    expect(await take(whole)).toMatchObject({ state: 'taken', addsTo: first.id, lines: { matched: 1 } });
    const next = await take({ date: '2030-03-10', opening: '240.00', closing: '240.00' });
    expect(next.gap).toBeUndefined();
    for (const { orderId } of due.slice(0, 2)) await bank.paymentOf(orderId);
    expect(payments(due)).toEqual([1, 1, 0]);
  });

  it('is the whole one still after an earlier, interim one was released', async () => {
    const [one, two] = [entry({ amount: '1.00' }), entry({ amount: '2.00' })];
    const statement = { id: nextId('ST'), date: '2030-03-12' };
    await take({ ...statement, closing: '3.00', entries: [one, two] });
    const interim = await take({ ...statement, closing: '1.00', entries: [one] });
    expect([interim.state, (await release(interim)).body.state]).toEqual(['blocked', 'released']);
    const again = await take({ ...statement, closing: '3.00', entries: [two, one] });
    expect([again.state, codes(again)]).toEqual(['duplicate', ['duplicate-statement']]);
  });

  it('waits beside a blocked one of which a person has decided a line, as it says otherwise', async () => {
    const [bankReference, one] = [nextId('BANK'), entry({ amount: '120.00' })];
    const two = (amount: string): string => entry({ amount, bankReference });
    const statement = { id: nextId('ST'), date: '2030-03-11' };
    await take({ ...statement, closing: '120.00', entries: [one] });
    const blocked = await take({ ...statement, closing: '1.00', entries: [one, two('30.00')] });
    const [line] = (await bank.request('GET', `/v1/lines?statement=${blocked.id}`)).body.items as { id: string }[];
    await bank.request('POST', `/v1/lines/${line?.id}/decision`, { body: { decision: 'leave', ...act } });
    const corrected = await take({ ...statement, closing: '140.00', entries: [one, two('20.00')] });
    expect(corrected.state).toBe('blocked');
    expect(corrected.findings).toContainEqual(expect.objectContaining({ expected: '30.00 TRY', actual: '20.00 TRY' }));
    expect((await told(blocked)).state).toBe('blocked');
  });

  it.each<[string, (due: DueOrder) => string]>([
    ['under its reference', paying],
    ['without one', ({ orderNumber }) => entry({ amount: '120.00', text: orderNumber, bankReference: null })],
  ])('whose entry has moved %s to a page of its own waits for a person', async (_how, credit) => {
    const due = await orders();
    const [one, two, three] = due.map(credit) as [string, string, string];
    const page = (number: number, last: boolean): string =>
      `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn>`;
    const statement = { id: nextId('ST'), date: '2030-03-07' };
    await take({ ...statement, closing: '240.00', entries: [one, two] });
    const first = await take({ ...statement, head: page(1, false), closing: '120.00', entries: [one] });
    expect([first.state, codes(first), first.lines]).toEqual(['blocked', Array(3).fill('contradicting-copy'), {}]);
    const second = { head: page(2, true), opening: '120.00', closing: '360.00', entries: [two, three] };
    const moved = await take({ ...statement, ...second });
    expect([moved.state, codes(moved), moved.lines]).toEqual([
      'blocked',
      ['contradicting-copy'],
      { 'statement-blocked': 2 },
    ]);
    for (const { orderId } of due.slice(0, 2)) await bank.paymentOf(orderId);
    expect(payments(due)).toEqual([1, 1, 0]);
  });
});
