import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from '../fixtures/events.js';
import {
  type Reply,
  request,
  runningBankReconciler,
  type RunningBankReconciler,
  testAccounts,
} from '../fixtures/running-bank-reconciler.js';
import { entry, nextId, statementFile, type TestStatement } from '../fixtures/statement-file.js';

const act = { by: 'ayla', reason: 'the bank has confirmed it' };
const UNKNOWN = 'DE89370400440532013000';

describe('a person releases a statement', () => {
  let bank: RunningBankReconciler;
  const release = (id: string): Promise<Reply> => bank.request('POST', `/v1/statements/${id}/release`, { body: act });
  const audited = async (id: string): Promise<unknown> =>
    (await bank.request('GET', `/admin/audit?subjectId=${id}`)).body.items;
  const withOrder = async (changes: TestStatement) => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const entries = [
      entry({ amount: '120.00', text: order.orderNumber }),
      entry({ amount: '7.00', status: 'PDNG', text: order.orderNumber }),
      entry({ amount: '5.00', debit: true }),
    ];
    const [statement] = await bank.upload(statementFile({ closing: '115.00', entries, ...changes }));
    return { order, statement: statement! };
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it.each<[string, TestStatement, string]>([
    ['that does not add up', { closing: '1.00' }, 'blocked'],
    [
      'that the bank calls a copy, where the original never came',
      { head: '<CpyDplctInd>CODU</CpyDplctInd>' },
      'duplicate',
    ],
  ])('%s: its credits are matched then, and who did it and why is kept and audited', async (_what, changes, state) => {
    const { order, statement } = await withOrder(changes);
    expect([statement.state, bank.published(order.orderId)]).toEqual([state, []]);
    const { status, body } = await release(statement.id);
    expect([status, body]).toMatchObject([
      200,
      { state: 'released', lines: { matched: 1, 'not-booked': 1, 'not-ours': 1 }, acts: [{ act: 'release', ...act }] },
    ]);
    expect(body.findings).not.toEqual([]);
    expect(await bank.paymentOf(order.orderId)).toMatchObject({ amountMinor: 12_000 });
    const [subject, detail] = [{ kind: 'bank-statement', id: statement.id }, { from: state, matched: 1 }];
    expect(await audited(statement.id)).toEqual([expect.objectContaining({ act: 'release', subject, ...act, detail })]);
  });

  it('once: the second release is answered 409, as is that of one that was never blocked', async () => {
    const { statement } = await withOrder({ closing: '1.00' });
    expect((await release(statement.id)).status).toBe(200);
    const { statement: taken } = await withOrder({});
    for (const { id } of [statement, taken]) {
      const { status, body } = await release(id);
      expect([status, body.code]).toEqual([409, 'statement-not-blocked']);
    }
    expect([await audited(statement.id), await audited(taken.id)]).toMatchObject([[{ act: 'release' }], []]);
  });

  it('but not a copy of one that is in effect', async () => {
    const order = dueOrder();
    await bank.tell(orderPlaced(order));
    const entries = [entry({ amount: '120.00', text: order.orderNumber })];
    const statement = { id: nextId('ST'), closing: '120.00', entries };
    await withOrder(statement);
    const { statement: copy } = await withOrder(statement);
    const { status, body } = await release(copy.id);
    expect([status, body.code]).toEqual([409, 'statement-in-effect']);
    await bank.paymentOf(order.orderId);
    const { body: still } = await bank.request('GET', `/v1/statements/${copy.id}`);
    expect(still).toMatchObject({ state: 'duplicate', acts: [] });
    expect(await audited(copy.id)).toEqual([]);
  });

  describe('in place of the blocked one of which it is a copy', () => {
    const twoVersions = async () => {
      const [id, endToEndId] = [nextId('ST'), nextId('E2E')];
      const { statement: first } = await withOrder({ id, closing: '1.00' });
      const order = dueOrder();
      await bank.tell(orderPlaced(order));
      const missing = entry({ amount: '120.00', text: order.orderNumber, endToEndId });
      const { statement: copy } = await withOrder({ id, closing: '2.00', entries: [missing] });
      return { order, first, copy };
    };
    const told = async ({ id }: { id: string }) => (await bank.request('GET', `/v1/statements/${id}`)).body;
    const linesOf = async ({ id }: { id: string }) =>
      (await bank.request('GET', `/v1/lines?statement=${id}`)).body.items as { id: string; state: string }[];

    it('which gives way with all its lines, and both are audited', async () => {
      const { order, first, copy } = await twoVersions();
      expect([copy.state, copy.duplicateOf, first.state]).toEqual(['duplicate', first.id, 'blocked']);
      expect(copy.findings[0]).toMatchObject({ detail: expect.stringContaining('release it if it is the right one') });
      const { status, body } = await release(copy.id);
      expect([status, body]).toMatchObject([200, { state: 'released', duplicateOf: null, lines: { matched: 1 } }]);
      expect(await bank.paymentOf(order.orderId)).toMatchObject({ amountMinor: 12_000 });
      const { state, duplicateOf, lines } = await told(first);
      expect([state, duplicateOf, lines]).toEqual([
        'duplicate',
        copy.id,
        { 'no-effect': 1, 'not-booked': 1, 'not-ours': 1 },
      ]);
      const subject = { kind: 'bank-statement', id: first.id };
      expect(await audited(first.id)).toEqual([
        expect.objectContaining({ act: 'give-up', subject, ...act, detail: { inFavourOf: copy.id } }),
      ]);
      expect(await audited(copy.id)).toMatchObject([{ act: 'release', detail: { from: 'duplicate', matched: 1 } }]);
      const late = await release(first.id);
      expect([late.status, late.body.code]).toEqual([409, 'statement-in-effect']);
    });

    it.each(['match', 'leave'] as const)('but not once a person has said %s of a line of it', async (decision) => {
      const { first, copy } = await twoVersions();
      const order = dueOrder();
      await bank.tell(orderPlaced(order));
      const line = (await linesOf(first)).find(({ state }) => state === 'undecided');
      const decided = await bank.request('POST', `/v1/lines/${line?.id}/decision`, {
        body: { decision, ...(decision === 'match' && { orderId: order.orderId }), ...act },
      });
      expect(decided.status).toBe(200);
      const { status, body } = await release(copy.id);
      expect([status, body.code, body.duplicateOf]).toEqual([409, 'statement-decided-upon', first.id]);
      expect([await told(first), await told(copy)]).toMatchObject([{ state: 'blocked' }, { state: 'duplicate' }]);
      expect(await audited(copy.id)).toEqual([]);
      expect((await release(first.id)).status).toBe(200);
    });

    it('once: of both released at two replicas at once exactly one is in effect', async () => {
      const replica = await bank.replica();
      try {
        for (let time = 0; time < 5; time += 1) {
          const { first, copy } = await twoVersions();
          const both = await Promise.all([
            request(bank.service.url, 'POST', `/v1/statements/${first.id}/release`, { body: act }),
            request(replica.url, 'POST', `/v1/statements/${copy.id}/release`, { body: act }),
          ]);
          expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
          const [one, other] = [await told(first), await told(copy)];
          expect([one.state, other.state].sort()).toEqual(['duplicate', 'released']);
          const idle = one.state === 'duplicate' ? first : copy;
          expect((await linesOf(idle)).map(({ state }) => state)).not.toContain('matched');
        }
      } finally {
        await replica.stop();
      }
    });
  });

  it('control: without the unique index a copy is in effect beside the first', async () => {
    await bank.database.query('DROP INDEX uq_bank_statement_id');
    const same = { id: nextId('ST'), closing: '120.00', entries: [entry({ amount: '120.00' })] };
    await withOrder(same);
    const { statement } = await withOrder({ ...same, head: '<CpyDplctInd>COPY</CpyDplctInd>' });
    expect((await release(statement.id)).status).toBe(200);
  });

  it('of an account only once it is known whose it is', async () => {
    const { order, statement } = await withOrder({ account: UNKNOWN });
    const refused = await release(statement.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'account-unknown']);
    const { body } = await bank.request('GET', `/v1/lines?statement=${statement.id}&state=undecided`);
    const [line] = body.items as { id: string }[];
    const decided = await bank.request('POST', `/v1/lines/${line?.id}/decision`, {
      body: { decision: 'match', orderId: order.orderId, ...act },
    });
    expect([decided.status, decided.body.code]).toEqual([409, 'account-unknown']);
    await bank.setAccounts([...testAccounts, { account: UNKNOWN, company: 'AM01', mode: 'live' }]);
    expect((await release(statement.id)).body).toMatchObject({ state: 'released', company: 'AM01', mode: 'live' });
    expect(await bank.paymentOf(order.orderId)).toMatchObject({ amountMinor: 12_000 });
  });

  it('and at the word of two at once it happens once', async () => {
    const { order, statement } = await withOrder({ closing: '1.00' });
    const both = await Promise.all([release(statement.id), release(statement.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await bank.paymentOf(order.orderId);
    expect(bank.published(order.orderId)).toHaveLength(1);
  });
});
