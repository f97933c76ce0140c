import { Mode } from '@kervan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderCancelled, orderCompleted, orderPlaced, orderReversed } from '../fixtures/events.js';
import { type Reply, runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { entry, statementFile } from '../fixtures/statement-file.js';
import { undecidedLine } from '../fixtures/undecided-line.js';

const act = { by: 'ayla', reason: 'told by telephone' };

describe('a person decides a line', () => {
  let bank: RunningBankReconciler;
  const decide = (id: string, body: unknown): Promise<Reply> =>
    bank.request('POST', `/v1/lines/${id}/decision`, { body });
  const match = (id: string, { orderId }: DueOrder, more: object = {}): Promise<Reply> =>
    decide(id, { decision: 'match', orderId, ...act, ...more });
  const audited = async (id: string): Promise<unknown> =>
    (await bank.request('GET', `/admin/audit?subjectId=${id}`)).body.items;
  const placed = async (changes: Partial<DueOrder> = {}): Promise<DueOrder> => {
    const order = dueOrder(changes);
    await bank.tell(orderPlaced(order));
    return order;
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('to be the payment of an order: it is published, and kept and audited with who and why', async () => {
    const order = await placed();
    const line = await undecidedLine(bank);
    expect(line.proposals).toMatchObject([{ orderId: order.orderId, why: ['same-amount'] }]);
    const reply = await match(line.id, order);
    expect([reply.status, reply.body]).toMatchObject([
      200,
      {
        state: 'matched',
        reason: null,
        match: { orderId: order.orderId, rule: 'person', ruleVersion: 1, evidence: [] },
        proposals: [],
        acts: [{ act: 'match', orderId: order.orderId, line: line.id, ...act }],
      },
    ]);
    const amounts = { amountMinor: 12_000, settlesOrder: false, acceptedDueMinor: null };
    expect(await bank.paymentOf(order.orderId)).toMatchObject({ ...amounts, invoiceNumber: null });
    const { body } = await bank.request('GET', `/v1/statements/${line.statement}`);
    expect(body).toMatchObject({ state: 'taken', lines: { matched: 1 }, acts: [{ act: 'match', ...act }] });
    const subject = { kind: 'bank-line', id: line.id };
    const detail = { statementId: line.statement, orderId: order.orderId, acceptDifference: false };
    expect(await audited(line.id)).toEqual([expect.objectContaining({ act: 'match', subject, ...act, detail })]);
  });

  it('to be the payment of an order that goes on although it was cancelled, which the rule leaves to him', async () => {
    const order = await placed();
    await bank.tell(orderCancelled(order));
    const line = await undecidedLine(bank, { text: order.orderNumber });
    expect([line.reason, line.proposals]).toMatchObject([
      'receivable-closed',
      [{ orderId: order.orderId, why: ['named', 'same-amount', 'order-cancelled'] }],
    ]);
    expect(bank.published(order.orderId)).toEqual([]);
    expect((await match(line.id, order)).status).toBe(200);
    expect(await bank.paymentOf(order.orderId)).toMatchObject({ amountMinor: 12_000 });
    const again = await undecidedLine(bank, { text: order.orderNumber });
    expect([again.reason, again.proposals]).toEqual(['already-paid', []]);
  });

  it('to pay nothing of ours', async () => {
    const line = await undecidedLine(bank);
    const { status, body } = await decide(line.id, { decision: 'leave', ...act });
    expect([status, body]).toMatchObject([200, { state: 'left', reason: null, match: null, acts: [{ act: 'leave' }] }]);
    const [subject, detail] = [{ kind: 'bank-line', id: line.id }, { statementId: line.statement }];
    expect(await audited(line.id)).toEqual([expect.objectContaining({ act: 'leave', subject, ...act, detail })]);
  });

  it('to pay an order in spite of the difference, if told so: what came is published, and that the order is paid by it', async () => {
    for (const [amount, minor] of [
      ['119.00', 11_900],
      ['121.00', 12_100],
    ] as const) {
      const order = await placed();
      const line = await undecidedLine(bank, { amount, text: order.orderNumber });
      expect([line.reason, line.detail]).toEqual(['amount-differs', { expected: '120.00', actual: amount }]);
      const refused = await match(line.id, order);
      expect([refused.status, refused.body.code, refused.body.errors]).toMatchObject([
        422,
        'amount-differs',
        [{ expected: '120.00', actual: amount }],
      ]);
      expect((await match(line.id, order, { acceptDifference: true })).status).toBe(200);
      expect(await bank.paymentOf(order.orderId)).toMatchObject({ amountMinor: minor, settlesOrder: true, acceptedDueMinor: 12_000 });
      const detail = { orderId: order.orderId, acceptDifference: true };
      expect(await audited(line.id)).toMatchObject([{ act: 'match', ...act, detail }]);
    }
  });

  it('once: whatever comes second is answered 409', async () => {
    const order = await placed();
    const line = await undecidedLine(bank);
    expect((await match(line.id, order)).status).toBe(200);
    for (const second of [
      { decision: 'leave', ...act },
      { decision: 'match', orderId: order.orderId, ...act },
    ]) {
      const { status, body } = await decide(line.id, second);
      expect([status, body.code, body.recorded]).toEqual([409, 'line-decided', 'earlier']);
    }
    expect(await audited(line.id)).toMatchObject([{ act: 'match' }]);
    const left = await undecidedLine(bank);
    await decide(left.id, { decision: 'leave', ...act });
    expect((await match(left.id, await placed())).body.code).toBe('line-decided');
  });

  it('once, of two persons at once about one line, and about one order', async () => {
    const order = await placed();
    const line = await undecidedLine(bank);
    const both = await Promise.all([match(line.id, order), decide(line.id, { decision: 'leave', ...act })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await audited(line.id)).toHaveLength(1);
    const other = await placed();
    const lines = [await undecidedLine(bank), await undecidedLine(bank)];
    const replies = await Promise.all(lines.map(({ id }) => match(id, other)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.map(({ body }) => body.code)).toContain('receivable-not-open');
    await bank.paymentOf(other.orderId);
    expect(bank.published(other.orderId)).toHaveLength(1);
  });

  it('and the rule does not decide it again', async () => {
    const order = dueOrder();
    const line = await undecidedLine(bank, { text: order.orderNumber });
    await decide(line.id, { decision: 'leave', ...act });
    await bank.tell(orderPlaced(order));
    expect(bank.published(order.orderId)).toEqual([]);
  });

  it('of a blocked statement too, whose other lines stay blocked', async () => {
    const order = await placed();
    const entries = [entry({ amount: '120.00' }), entry({ amount: '1.00' })];
    const [statement] = await bank.upload(statementFile({ closing: '0.00', entries }));
    const { body } = await bank.request('GET', `/v1/lines?statement=${statement?.id}`);
    const [first] = body.items as { id: string }[];
    expect((await match(first!.id, order)).status).toBe(200);
    const after = await bank.request('GET', `/v1/statements/${statement?.id}`);
    expect(after.body.lines).toEqual({ matched: 1, 'statement-blocked': 1 });
  });

  it.each<[string, () => Promise<DueOrder>, object, [number, string]]>([
    ['an order that is not known', () => Promise.resolve(dueOrder()), {}, [422, 'receivable-unknown']],
    ['an order of another company', () => placed({ company: 'XX01' }), {}, [422, 'receivable-unknown']],
    ['an order of the test mode', () => placed({ mode: Mode.test }), {}, [422, 'receivable-unknown']],
    ['an order in another currency', () => placed({ currency: 'EUR' }), {}, [422, 'wrong-currency']],
    ...[orderReversed, orderCompleted].flatMap((ended): [string, () => Promise<DueOrder>, object, [number, string]][] =>
      [[orderCancelled, ended], [ended, orderCancelled]].map((told) => [
        `an order that is ${told.map(({ name }) => name).join(' and then ')}`,
        async () => {
          const order = await placed();
          for (const one of told) await bank.tell(one(order));
          return order;
        },
        {},
        [409, 'receivable-not-open'],
      ]),
    ),
    ['no reason', () => placed(), { reason: undefined }, [422, 'validation-failed']],
    ['nobody', () => placed(), { by: '' }, [422, 'validation-failed']],
    ['no order', () => placed(), { orderId: undefined }, [422, 'validation-failed']],
    ['an order that is no id', () => placed(), { orderId: '1' }, [422, 'validation-failed']],
    ['an amount of its own', () => placed(), { amount: '1.00' }, [422, 'validation-failed']],
    ['another word', () => placed(), { decision: 'book' }, [422, 'validation-failed']],
  ])('but not with %s', async (_what, orderOf, more, expected) => {
    const order = await orderOf();
    const line = await undecidedLine(bank);
    const { status, body } = await match(line.id, order, more);
    expect([status, body.code]).toEqual(expected);
    expect((await bank.request('GET', `/v1/lines/${line.id}`)).body).toMatchObject({ state: 'undecided', acts: [] });
    expect(await audited(line.id)).toEqual([]);
    expect(bank.published(order.orderId)).toEqual([]);
  });

  it('and not at all where the audit log cannot tell of it', async () => {
    const order = await placed();
    const line = await undecidedLine(bank);
    await bank.database.query('ALTER TABLE audit_entry ADD CONSTRAINT ck_none CHECK (false) NOT VALID');
    const { status } = await match(line.id, order);
    await bank.database.query('ALTER TABLE audit_entry DROP CONSTRAINT ck_none');
    expect(status).toBe(500);
    expect((await bank.request('GET', `/v1/lines/${line.id}`)).body).toMatchObject({ state: 'undecided', acts: [] });
    expect(bank.published(order.orderId)).toEqual([]);
  });

  it('but not about a debit, an entry that is not booked, or a copy', async () => {
    const entries = [entry({ amount: '1.00', debit: true }), entry({ amount: '1.00', status: 'PDNG' })];
    const copy = { head: '<CpyDplctInd>COPY</CpyDplctInd>', closing: '1.00', entries: [entry({ amount: '1.00' })] };
    const statements = await bank.upload(statementFile([{ closing: '-1.00', entries }, copy]));
    for (const { id } of statements) {
      const { body } = await bank.request('GET', `/v1/lines?statement=${id}`);
      for (const line of body.items as { id: string; proposals: unknown }[]) {
        expect(line.proposals).toEqual([]);
        const reply = await decide(line.id, { decision: 'leave', ...act });
        expect([reply.status, reply.body.code]).toEqual([409, 'line-not-decidable']);
      }
    }
  });

  it('and nobody changes or takes away what was done', async () => {
    for (const sql of [`UPDATE bank_act SET actor = 'x'`, 'DELETE FROM bank_act', 'TRUNCATE bank_act']) {
      await expect(bank.database.query(sql)).rejects.toThrow('only ever added');
    }
  });
});
