import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { heldReceipt } from '../fixtures/held-receipt.js';
import { type Reply, runningPosIngest, type RunningPosIngest } from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';

const SALES = 30;

describe('sales that come at once', () => {
  let pos: RunningPosIngest;

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());
  beforeEach(() => pos.database.query('TRUNCATE pos_sale'));

  const postAll = (): Promise<Reply[]> =>
    Promise.all(
      Array.from({ length: SALES }, (_, index) =>
        pos.request('POST', '/v1/sales', {
          body: aSale({ receiptNumber: index + 1 }),
          headers: { 'x-correlation-id': `till-${index + 1}` },
        }),
      ),
    );

  it('share transactions, and each is published once under its own correlation id', async () => {
    const replies = await postAll();
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 202));
    const { rows } = await pos.database.query('SELECT count(DISTINCT xmin::text)::integer AS transactions FROM pos_sale');
    expect(rows[0].transactions).toBeLessThan(SALES);
    const ids = new Set(replies.map(({ id }) => id));
    const records = await eventually('all are published', () => {
      const own = pos.published.filter(({ key }) => ids.has(key ?? ''));
      return own.length >= SALES && own;
    });
    const told = new Map(records.map(({ key, headers }) => [key, headers.ce_correlationid]));
    expect(replies.map(({ id }) => told.get(id))).toEqual(replies.map((_, index) => `till-${index + 1}`));
    expect(records).toHaveLength(SALES);
  });

  it('are recorded but for the one whose receipt another transaction holds', async () => {
    const held = await heldReceipt(pos.superuserUrl, aSale({ receiptNumber: 7 }));
    const replies = await postAll();
    await held.release();
    expect(replies.map(({ status }) => status)).toEqual(replies.map((_, index) => (index + 1 === 7 ? 409 : 202)));
    const { rows } = await pos.database.query('SELECT count(*)::integer AS sales FROM pos_sale');
    expect(rows[0].sales).toBe(SALES - 1);
  });
});
