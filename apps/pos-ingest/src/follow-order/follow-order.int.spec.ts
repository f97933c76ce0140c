import {
  DocumentType,
  OrderAttentionResolved,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  OrderTaken,
} from '@kervan/contracts';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { branchKeys, OPERATOR_KEY, runningPosIngest, type RunningPosIngest } from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';

const now = (): string => new Date().toISOString();
const ABSENT = '019aa5c1-7e2b-8c3d-9a4e-5f6071829304';

describe('the state of a sale', () => {
  let pos: RunningPosIngest;
  let receipt = 0;
  const sale = async (): Promise<string> => {
    const { id } = await pos.request('POST', '/v1/sales', { body: aSale({ receiptNumber: (receipt += 1) }) });
    return id;
  };
  const stateOf = async (id: string): Promise<unknown> => (await pos.request('GET', `/v1/sales/${id}`)).body.state;
  const becomes = (id: string, state: string): Promise<true> =>
    eventually(state, async () => (await stateOf(id)) === state);

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());

  it('is accepted, taken and completed, with the documents that came of it', async () => {
    const orderId = await sale();
    expect(await stateOf(orderId)).toBe('accepted');
    await pos.tell(OrderTaken.of({ orderId, takenAt: now(), toldAt: null, receivable: null }));
    await becomes(orderId, 'taken');
    const documents = [{ type: DocumentType.erp_sales_order, number: 'SO-7', issuedOn: '2026-11-21' }];
    await pos.tell(OrderCompleted.of({ orderId, orderNumber: 'x', completedAt: now(), documents, settledPayments: [] }));
    await becomes(orderId, 'completed');
    const { body } = await pos.request('GET', `/v1/sales/${orderId}`);
    expect(body).toMatchObject({
      id: orderId,
      orderNumber: `012-3-147-${receipt}`,
      documents,
      lastError: null,
      cancellationRequested: false,
    });
  });

  it('tells what it waits for while it needs attention, and forgets it when it goes on', async () => {
    const orderId = await sale();
    const since = now();
    const attention = {
      orderId,
      orderNumber: 'x',
      step: 'post-order',
      code: 'article-blocked',
      detail: 'A-1 is blocked',
      since,
    };
    await pos.tell(OrderNeedsAttention.of(attention));
    await becomes(orderId, 'needs_attention');
    const { body } = await pos.request('GET', `/v1/sales/${orderId}`);
    expect(body.lastError).toEqual({ step: 'post-order', code: 'article-blocked', detail: 'A-1 is blocked', since });
    const { step, code } = attention;
    await pos.tell(OrderAttentionResolved.of({ orderId, orderNumber: 'x', step, code, resolvedAt: now() }));
    await becomes(orderId, 'taken');
    expect((await pos.request('GET', `/v1/sales/${orderId}`)).body.lastError).toBeNull();
    await pos.tell(OrderNeedsAttention.of({ ...attention, since: now() }));
    await becomes(orderId, 'needs_attention');
    await pos.tell(
      OrderReversed.of({ orderId, orderNumber: 'x', reversedAt: now(), reason: 'cancelled', documents: [] }),
    );
    await becomes(orderId, 'reversed');
    expect((await pos.request('GET', `/v1/sales/${orderId}`)).body.lastError).toBeNull();
  });

  it('keeps the time since it needs attention when that is told again, until it waits anew', async () => {
    const orderId = await sale();
    const attention = { orderId, orderNumber: 'x', step: 'post-order', code: 'article-blocked', since: '2026-11-21T08:00:00.000Z' };
    const told = async (detail: string, since = attention.since): Promise<unknown> => {
      await pos.tell(OrderNeedsAttention.of({ ...attention, detail, since }));
      return eventually(detail, async () => {
        const { body } = await pos.request('GET', `/v1/sales/${orderId}`);
        return (body.lastError as { detail: string } | null)?.detail === detail && body.stateSince;
      });
    };
    const since = await told('A-1 is blocked');
    await pos.tell(OrderNeedsAttention.of({ ...attention, detail: 'A-1 is blocked' }));
    expect(await told('told again')).toBe(since);
    expect(await told('A-1 is blocked once more', '2026-11-21T09:00:00.000Z')).not.toBe(since);
  });

  it('does not go back when OrderTaken is told again', async () => {
    const [orderId, later] = [await sale(), await sale()];
    await pos.tell(OrderCompleted.of({ orderId, orderNumber: 'x', completedAt: now(), documents: [], settledPayments: [] }));
    await becomes(orderId, 'completed');
    await pos.tell(OrderTaken.of({ orderId, takenAt: now(), toldAt: null, receivable: null }));
    await pos.tell(
      OrderNeedsAttention.of({ orderId, orderNumber: 'x', step: 's', code: 'c', detail: 'd', since: now() }),
    );
    await becomes(orderId, 'needs_attention');
    await pos.tell(OrderTaken.of({ orderId: later, takenAt: now(), toldAt: null, receivable: null }));
    await becomes(later, 'taken');
    expect(await stateOf(orderId)).toBe('needs_attention');
  });

  it('leaves no buyer behind once the orchestrator has the order', async () => {
    const buyer = { name: 'Ayşe Yılmaz', address: { street: 'Gül Sokak 5', city: 'İstanbul', countryCode: 'TR' } };
    const body = aSale({ receiptNumber: (receipt += 1), invoice: { requested: true, buyer } });
    const { id } = await pos.request('POST', '/v1/sales', { body });
    await pos.tell(OrderTaken.of({ orderId: id, takenAt: now(), toldAt: null, receivable: null }));
    await becomes(id, 'taken');
    const { rows } = await pos.database.query<{ row: string }>(
      'SELECT pos_sale::text AS row FROM pos_sale WHERE id = $1',
      [id],
    );
    expect(rows[0]?.row).not.toContain('Ayşe');
  });

  it('passes over orders of other channels', async () => {
    await pos.tell(OrderTaken.of({ orderId: ABSENT, takenAt: now(), toldAt: null, receivable: null }));
    const orderId = await sale();
    await pos.tell(OrderTaken.of({ orderId, takenAt: now(), toldAt: null, receivable: null }));
    await becomes(orderId, 'taken');
    expect((await pos.request('GET', `/v1/sales/${ABSENT}`)).status).toBe(404);
  });

  it.each([
    ['to another branch', branchKeys.of034],
    ["to the branch's test mode", branchKeys.test012],
  ])('is not shown %s', async (_whom, key) => {
    const id = await sale();
    const reply = await pos.request('GET', `/v1/sales/${id}`, { key });
    expect([reply.status, reply.body.code]).toEqual([404, 'not-found']);
    expect(reply.text).not.toContain(id);
  });

  it.each(['1', 'x', ABSENT.toUpperCase(), `${ABSENT}'--`, '%00', 'x'.repeat(300)])(
    'is 400, 404 or 414 for the id %j',
    async (id) => {
      const { status, headers } = await pos.request('GET', `/v1/sales/${encodeURIComponent(decodeURIComponent(id))}`);
      expect([400, 404, 414]).toContain(status);
      expect(headers.get('content-type')).toBe('application/problem+json');
    },
  );

  describe('in the list for operators', () => {
    const list = (query: string, key: string = OPERATOR_KEY) => pos.request('GET', `/admin/sales${query}`, { key });

    it('comes stalest first, page by page, each sale once', async () => {
      const ids = [await sale(), await sale(), await sale()];
      await pos.database.query(`UPDATE pos_sale SET state_since = now() - interval '1 day' WHERE id = $1`, [ids[2]]);
      const seen: string[] = [];
      let after = '';
      do {
        const { status, body } = await list(`?limit=2${after && `&after=${after}`}`);
        expect(status).toBe(200);
        seen.push(...(body.items as { id: string }[]).map(({ id }) => id));
        after = (body.next as string | undefined) ?? '';
      } while (after !== '');
      const { rows } = await pos.database.query<{ id: string }>('SELECT id FROM pos_sale ORDER BY state_since, id');
      expect(seen).toEqual(rows.map(({ id }) => id));
      expect(seen[0]).toBe(ids[2]);
    });

    it('is filtered by state, branch and number', async () => {
      const { body } = await list('?state=completed&branch=012&company=anadolu');
      expect((body.items as { state: string }[]).every(({ state }) => state === 'completed')).toBe(true);
      expect((await list('?branch=034')).body.items).toEqual([]);
      expect((await list('?orderNumber=012-3-147-1')).body.items).toMatchObject([
        { orderNumber: '012-3-147-1', company: 'anadolu' },
      ]);
    });

    it.each([
      '?state=lost',
      '?limit=0',
      '?limit=201',
      '?limit=x',
      '?after=x',
      '?after=W10',
      '?what=1',
      '?state=taken&state=x',
    ])('refuses %s', async (query) => {
      const { status, body } = await list(query);
      expect([status, body.code]).toEqual([422, 'validation-failed']);
    });

    it('is not for branches, nor for strangers', async () => {
      expect((await list('', branchKeys.of012)).status).toBe(401);
      expect((await list('', '')).status).toBe(401);
    });
  });
});
