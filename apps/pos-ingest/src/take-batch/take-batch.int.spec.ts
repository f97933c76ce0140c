import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OPERATOR_KEY, type Reply, runningPosIngest, type RunningPosIngest } from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';

interface Result {
  readonly index: number;
  readonly status: number;
  readonly replayed?: boolean;
  readonly sale?: { readonly id: string };
  readonly problem?: { readonly code: string; readonly errors?: readonly { readonly pointer: string }[] };
}

describe('POST /v1/sales/batch', () => {
  let pos: RunningPosIngest;

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());
  beforeEach(() => pos.database.query('TRUNCATE pos_sale'));

  const sales = (count: number): unknown[] =>
    Array.from({ length: count }, (_, index) => aSale({ receiptNumber: index + 1 }));
  const post = (batch: unknown): Promise<Reply> => pos.request('POST', '/v1/sales/batch', { body: batch });
  const resultsOf = ({ body }: Reply): readonly Result[] => body.results as readonly Result[];
  const recorded = async (): Promise<number> => {
    const { rows } = await pos.database.query('SELECT count(*)::integer AS sales FROM pos_sale');
    return rows[0].sales as number;
  };

  it('takes 499 of 500 where one is bad, and tells each its own, in order', async () => {
    const batch = sales(500);
    batch[320] = { ...aSale({ receiptNumber: 321 }), totals: { net: '97.03', tax: '16.77', gross: '113.79' } };
    const reply = await post({ sales: batch });
    expect(reply.status).toBe(202);
    const results = resultsOf(reply);
    expect(results.map(({ index }) => index)).toEqual(batch.map((_, index) => index));
    expect(results.filter(({ status }) => status === 202)).toHaveLength(499);
    expect(results[320]).toMatchObject({ status: 422, problem: { code: 'totals-mismatch', retryable: false } });
    expect(results[320]?.problem?.errors?.[0]?.pointer).toBe('#/sales/320/totals/gross');
    expect(await recorded()).toBe(499);
    const ids = new Set(results.flatMap(({ sale }) => sale?.id ?? []));
    const messages = await eventually('each is published', () => {
      const own = pos.published.filter(({ key }) => ids.has(key ?? ''));
      return own.length >= 499 && own;
    });
    expect(new Set(messages.map(({ headers }) => headers.ce_id)).size).toBe(499);
    expect(new Set(messages.map(({ headers }) => headers.ce_correlationid)).size).toBe(1);
  });

  it('answers what it took before as it did then, and takes the rest', async () => {
    const batch = sales(70);
    const first = resultsOf(await post({ sales: batch.slice(0, 60) }));
    const again = resultsOf(await post({ sales: batch }));
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 202));
    expect(again.map(({ replayed }) => replayed)).toEqual(again.map((_, index) => index < 60));
    expect(again.slice(0, 60).map(({ sale }) => sale)).toEqual(first.map(({ sale }) => sale));
    expect(await recorded()).toBe(70);
  });

  it('takes one of two sales under one receipt, and tells the other', async () => {
    const sale = aSale();
    const other = { ...sale, soldAt: new Date(Date.now() - 60_000).toISOString() };
    const results = resultsOf(await post({ sales: [sale, other, sale] }));
    expect(results.map(({ status }) => status).sort()).toEqual([202, 202, 409]);
    expect(await recorded()).toBe(1);
  });

  it('tells a sale of a wrong form, or of another branch, where it stands in the batch', async () => {
    const results = resultsOf(await post({ sales: [5, aSale({ branch: '034' }), { ...aSale(), lines: [] }, ...sales(1)] }));
    expect(results.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [422, 'validation-failed'],
      [422, 'unknown-reference'],
      [422, 'validation-failed'],
      [202, undefined],
    ]);
    expect(results.map(({ problem }) => problem?.errors?.[0]?.pointer)).toEqual([
      '#/sales/0', '#/sales/1/branch', '#/sales/2/lines', undefined,
    ]);
  });

  it('refuses a sale that is larger than one may be alone, and takes those behind it', async () => {
    const [sale, ...later] = sales(3) as ReturnType<typeof aSale>[];
    const discount = { reason: 'x'.repeat(200), amount: '0' };
    const lines = Array.from({ length: 90 }, () => ({ ...sale!.lines[0]!, discounts: Array(20).fill(discount) }));
    const results = resultsOf(await post({ sales: [{ ...sale, lines }, ...later] }));
    expect(results.map(({ status }) => status)).toEqual([413, 202, 202]);
    expect(results[0]?.problem).toMatchObject({
      code: 'payload-too-large',
      recorded: 'nothing',
      retryable: false,
      limitBytes: 256 * 1024,
      errors: [{ pointer: '#/sales/0' }],
    });
  });

  it('answers a sale 500 that fails by a fault of ours, logs why, and takes the others', async () => {
    await pos.database.query(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON pos_sale FOR EACH ROW WHEN (NEW.receipt_number = 2) EXECUTE FUNCTION fail()`);
    const results = resultsOf(await post({ sales: sales(60) }));
    await pos.database.query('DROP TRIGGER fail ON pos_sale; DROP FUNCTION fail');
    expect(results[1]).toMatchObject({ status: 500, problem: { code: 'internal-error', recorded: 'unknown', retryable: true } });
    expect(results.filter(({ status }) => status === 202)).toHaveLength(59);
    expect(pos.logged().match(/a sale of a batch could not be taken; the others are/g)).toHaveLength(1);
  });

  it.each<[string, unknown, number, string]>([
    ['501 sales', { sales: Array(501).fill({}) }, 413, 'too-many-sales'],
    ['no sales', { sales: [] }, 422, 'validation-failed'],
    ['a bare array', [], 422, 'validation-failed'],
    ['more than 2 MiB', { sales: ['x'.repeat(2_100_000)] }, 413, 'payload-too-large'],
  ])('refuses %s whole', async (_what, batch, status, code) => {
    const reply = await post(batch);
    expect([reply.status, reply.body.code, await recorded()]).toEqual([status, code, 0]);
  });

  it('is for branches alone', async () => {
    const reply = await pos.request('POST', '/v1/sales/batch', { key: OPERATOR_KEY, body: { sales: sales(1) } });
    expect([reply.status, await recorded()]).toEqual([401, 0]);
  });
});
