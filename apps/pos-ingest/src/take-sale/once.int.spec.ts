import { connect } from 'node:net';
import { commitCutter, eventually, lockWaits, ownConnection } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldReceipt } from '../fixtures/held-receipt.js';
import {
  branchKeys,
  type Reply,
  request,
  runningPosIngest,
  type RunningPosIngest,
} from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';
import { waitingAnswers } from '../fixtures/waiting-answers.js';
import type { SaleRequest } from './sale-request.js';

const SALES = '/v1/sales';
const replayed = ({ headers }: Reply): boolean => headers.get('idempotency-replayed') === 'true';

describe('a sale is taken once', () => {
  let pos: RunningPosIngest;
  let receipt = 0;
  const nextSale = (): SaleRequest => aSale({ receiptNumber: (receipt += 1) });
  const post = (body: unknown, idempotencyKey?: string): Promise<Reply> =>
    pos.request('POST', SALES, {
      body,
      headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
    });
  const recordsOf = (id: string): number => pos.published.filter(({ key }) => key === id).length;
  const rowsOf = async (sale: SaleRequest): Promise<number> => {
    const { rows } = await pos.database.query('SELECT 1 FROM pos_sale WHERE receipt_number = $1', [sale.receiptNumber]);
    return rows.length;
  };

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());

  it('makes one order of five at once, and answers all five the same', async () => {
    const sale = nextSale();
    const replies = await Promise.all(Array.from({ length: 5 }, () => post(sale)));
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(replayed)).toHaveLength(4);
    const later = await post(nextSale());
    await eventually('the next sale published', () => recordsOf(later.id) > 0);
    await eventually('published', () => recordsOf(replies[0]!.id) > 0);
    expect(recordsOf(replies[0]!.id)).toBe(1);
    expect(await rowsOf(sale)).toBe(1);
  });

  it('answers the same sale the same on a later day, with its keys in another order', async () => {
    const sale = nextSale();
    const first = await post(sale);
    await pos.database.query(`UPDATE pos_sale SET accepted_at = accepted_at - interval '100 days' WHERE id = $1`, [
      first.id,
    ]);
    const again = await post(Object.fromEntries(Object.entries(sale).reverse()));
    expect([again.status, again.text, replayed(again)]).toEqual([202, first.text, true]);
    expect(again.headers.get('location')).toBe(`/v1/sales/${first.id}`);
  });

  it('answers the same sale the same when its rates are no longer in force, and another under its receipt 409', async () => {
    const sale = nextSale();
    const first = await post(sale);
    const later = await pos.replica({ POS_TAX_RATES: '0,1,10,22' });
    const send = (body: unknown): Promise<Reply> => request(later.url, 'POST', SALES, { body });
    try {
      const again = await send(sale);
      expect([again.status, again.text, replayed(again)]).toEqual([202, first.text, true]);
      const other = await send({ ...sale, payments: [{ method: 'card', amount: '113.80' }] });
      expect([other.status, other.body.code, other.body.recorded]).toEqual([409, 'receipt-conflict', 'earlier']);
      const unknown = nextSale();
      const fresh = await send(unknown);
      expect([fresh.status, fresh.body.code, fresh.body.recorded]).toEqual([422, 'tax-mismatch', 'nothing']);
      expect(await rowsOf(unknown)).toBe(0);
    } finally {
      await later.stop();
    }
  });

  it('answers it so, too, while the first is not committed yet', async () => {
    const sale = nextSale();
    const first = await post(sale);
    const later = await pos.replica({ POS_TAX_RATES: '0,1,10,22' });
    const other = await ownConnection(pos.superuserUrl);
    try {
      await other.query(`CREATE TEMP TABLE held AS SELECT * FROM pos_sale WHERE id = '${first.id}'`);
      await other.query('DELETE FROM pos_sale WHERE id = $1', [first.id]);
      await other.query('BEGIN');
      await other.query('INSERT INTO pos_sale SELECT * FROM held');
      const again = request(later.url, 'POST', SALES, { body: sale });
      const answered = again.then(() => true);
      await eventually('it waits for the first', async () => {
        return (await lockWaits(pos.database, 'INSERT INTO pos_sale')) > 0 || Promise.race([answered, false]);
      });
      await other.query('COMMIT');
      const { status, text, ...rest } = await again;
      expect([status, text, rest.headers.get('idempotency-replayed')]).toEqual([202, first.text, 'true']);
    } finally {
      await other.end();
      await later.stop();
    }
  });

  it('answers 409 to the same receipt with other content, and keeps what came first', async () => {
    const sale = nextSale();
    const first = await post(sale);
    const other = await post({ ...sale, payments: [{ method: 'card', amount: '113.80' }] });
    expect([other.status, other.body.code, other.body.recorded]).toEqual([409, 'receipt-conflict', 'earlier']);
    expect((await post(sale)).text).toBe(first.text);
  });

  it('tells what was recorded earlier behind a commit that waits for the standby, be it the same or not', async () => {
    const sale = nextSale();
    await post(sale);
    const statuses = await waitingAnswers(pos, async () => {
      await post(sale);
      await post({ ...sale, payments: [{ method: 'card', amount: '113.80' }] });
    });
    expect(statuses).toEqual([202, 409]);
  });

  it('tells apart the same receipt in live and in test mode', async () => {
    const sale = nextSale();
    const live = await post(sale);
    const test = await pos.request('POST', SALES, { body: sale, key: branchKeys.test012 });
    expect([live.status, test.status]).toEqual([202, 202]);
    expect(test.id).not.toBe(live.id);
  });

  it('answers a key that is used again with its first answer, and another body under it 422', async () => {
    const sale = nextSale();
    const first = await post(sale, 'key-1');
    const again = await post(sale, 'key-1');
    expect([again.status, again.text, replayed(again)]).toEqual([202, first.text, true]);
    const other = nextSale();
    const reused = await post(other, 'key-1');
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(reused.body.detail).toMatch(/first used at \d{4}-/);
    expect(await rowsOf(other)).toBe(0);
  });

  it('gives a conflict that came under a key again, word for word', async () => {
    const sale = nextSale();
    await post(sale);
    const changed = { ...sale, payments: [{ method: 'card', amount: '113.80' }] };
    const first = await post(changed, 'key-of-conflict');
    const again = await post(changed, 'key-of-conflict');
    expect([again.status, again.text, replayed(again)]).toEqual([409, first.text, true]);
    expect(again.headers.get('content-type')).toBe('application/problem+json');
  });

  it('does not keep what was refused: the key may be used again', async () => {
    const sale = nextSale();
    const refused = await post({ ...sale, totals: { ...sale.totals, gross: '0.01' } }, 'key-of-refused');
    expect(refused.status).toBe(422);
    expect((await post(sale, 'key-of-refused')).status).toBe(202);
  });

  it('scopes a key to its branch', async () => {
    expect((await post(nextSale(), 'shared-key')).status).toBe(202);
    const elsewhere = { ...nextSale(), branch: '034' };
    const reply = await pos.request('POST', SALES, {
      body: elsewhere,
      key: branchKeys.of034,
      headers: { 'idempotency-key': 'shared-key' },
    });
    expect([reply.status, replayed(reply)]).toEqual([202, false]);
  });

  it('lets one of two requests at once under one key pass', async () => {
    const sales = [nextSale(), nextSale()];
    const replies = await atOnceUnderOneKey(pos, sales);
    expect(replies.map(({ status }) => status).sort()).toEqual([202, 422]);
    expect((await rowsOf(sales[0]!)) + (await rowsOf(sales[1]!))).toBe(1);
  });

  it('answers 409 while the first of two is not done', async () => {
    const sale = nextSale();
    const first = await heldReceipt(pos.superuserUrl, sale);
    const reply = await post(sale);
    expect([reply.status, reply.body.code, reply.headers.get('retry-after')]).toEqual([
      409,
      'request-in-progress',
      '1',
    ]);
    await first.release();
    expect((await post(sale)).status).toBe(202);
  });

  it('gives the answer that was lost with a connection and its process', async () => {
    const sale = nextSale();
    const { port } = new URL(pos.service.url);
    const body = JSON.stringify(sale);
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.end(
        `POST ${SALES} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${branchKeys.of012}\r\nIdempotency-Key: lost\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        () => socket.destroy(),
      ),
    );
    await eventually('recorded', async () => (await rowsOf(sale)) === 1);
    const replica = await pos.replica();
    try {
      const reply = await request(replica.url, 'POST', SALES, { body: sale, headers: { 'idempotency-key': 'lost' } });
      expect([reply.status, replayed(reply)]).toEqual([202, true]);
      expect(reply.body).toMatchObject({ state: 'accepted', orderNumber: `012-3-147-${sale.receiptNumber}` });
      await eventually('published', () => recordsOf(reply.id) > 0);
      expect(recordsOf(reply.id)).toBe(1);
    } finally {
      await replica.stop();
    }
  });

  it('answers 503 when the commit is lost, and 202 to the same sale afterwards, with one order', async () => {
    const cutter = await commitCutter(pos.databaseUrl);
    const replica = await pos.replica({ DATABASE_URL: cutter.url });
    try {
      const sale = nextSale();
      cutter.cut();
      const lost = await request(replica.url, 'POST', SALES, { body: sale });
      cutter.mend();
      expect([lost.status, lost.body.code, lost.body.recorded]).toEqual([503, 'storage-unavailable', 'unknown']);
      expect(lost.body.detail).toContain(
        'Your sale may or may not have been recorded. Send it again with the same Idempotency-Key.',
      );
      expect(lost.headers.get('retry-after')).toBe('5');
      const again = await post(sale);
      expect([again.status, replayed(again)]).toEqual([202, true]);
      await eventually('published', () => recordsOf(again.id) > 0);
      expect(await rowsOf(sale)).toBe(1);
    } finally {
      await replica.stop();
      await cutter.close();
    }
  });
});

describe('control: without the constraints that ON CONFLICT stands on', () => {
  let pos: RunningPosIngest;

  beforeAll(async () => {
    pos = await runningPosIngest();
    await pos.database.query('ALTER TABLE pos_sale DROP CONSTRAINT pk_pos_sale, DROP CONSTRAINT uq_pos_sale_receipt');
    await pos.database.query('ALTER TABLE idempotency_key DROP CONSTRAINT pk_idempotency_key');
  });
  afterAll(() => pos.stop());

  it('five of the same sale at once are several sales, published several times', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => pos.request('POST', SALES, { body: aSale() })));
    const { rows } = await pos.database.query('SELECT id FROM pos_sale');
    expect(rows.length).toBeGreaterThan(1);
    const records = await eventually('published', () => {
      const found = pos.published.filter(({ key }) => key === replies[0]!.id);
      return found.length === rows.length && found;
    });
    expect(new Set(records.map(({ headers }) => headers.ce_id)).size).toBe(rows.length);
  });

  it('two requests at once under one key both pass', async () => {
    const replies = await atOnceUnderOneKey(pos, [aSale({ receiptNumber: 1 }), aSale({ receiptNumber: 2 })]);
    expect(replies.map(({ status }) => status)).toEqual([202, 202]);
  });
});

/** Holds both requests between their look for the key and the keeping of it, and lets them go together. */
async function atOnceUnderOneKey(pos: RunningPosIngest, sales: readonly SaleRequest[]): Promise<Reply[]> {
  const gate = await ownConnection(pos.superuserUrl);
  await gate.query('BEGIN');
  await gate.query('LOCK TABLE idempotency_key IN SHARE ROW EXCLUSIVE MODE');
  const headers = { 'idempotency-key': 'key-of-two' };
  const replies = Promise.all(sales.map((body) => pos.request('POST', SALES, { body, headers })));
  await eventually('both wait to keep the key', async () => {
    return (await lockWaits(pos.database, 'INSERT INTO idempotency_key')) === sales.length;
  });
  await gate.query('ROLLBACK');
  await gate.end();
  return replies;
}
