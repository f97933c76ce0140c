import { contentHash } from '@kervan/ingress';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  branchKeys,
  OPERATOR_KEY,
  type Reply,
  runningPosIngest,
  type RunningPosIngest,
} from './fixtures/running-pos-ingest.js';
import { aSale } from './fixtures/sale.js';
import type { SaleRequest } from './take-sale/sale-request.js';

const MARK = 'CANARY';
/** A test number of the card schemes, as two tills spell it. */
const CARD = ['4111111111111111', '4111-1111-1111-1111'] as const;
const buyer = {
  name: `${MARK} name`,
  firstName: `${MARK} first`,
  familyName: `${MARK} family`,
  taxId: `${MARK}1234567`,
  address: { street: `${MARK} street`, city: `${MARK} city`, countryCode: 'TR' },
  email: `${MARK}@example.com`,
};

describe('personal data and secrets', () => {
  let pos: RunningPosIngest;

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());

  it('are in the published order, and in no log line, header or refusal', async () => {
    const sale = aSale({ invoice: { requested: true, buyer } });
    const post = (body: unknown): Promise<Reply> => pos.request('POST', '/v1/sales', { body });
    const taken = await post(sale);
    const refusals = await Promise.all([
      post({ ...sale, totals: { ...sale.totals, net: '0.00' } }),
      post({
        ...sale,
        invoice: { requested: true, buyer: { ...buyer, name: `${MARK}\u0007`, email: MARK, taxId: `${MARK} x` } },
      }),
      post({ ...sale, invoice: { requested: true, buyer: { ...buyer, [`${MARK}Field`]: 1 } } }),
      post({ ...sale, payments: [{ method: 'card', amount: '113.80' }] }),
      post(`{"buyer":"${MARK}`),
      pos.request('GET', `/v1/sales/${MARK}`),
    ]);
    expect(taken.status).toBe(202);
    expect(refusals.map(({ status }) => status)).toEqual([422, 422, 422, 409, 400, 404]);
    const [record] = await eventually('published', () => pos.published.length > 0 && pos.published);
    expect(record?.value?.toString('latin1'), 'the mark is where it belongs').toContain(MARK);
    expect(JSON.stringify(record?.headers)).not.toContain(MARK);
    const beside = refusals.filter(({ text }) => text.includes(MARK)).map(({ body }) => body.errors);
    expect(beside).toEqual([[{ pointer: `#/invoice/buyer/${MARK}Field`, code: 'unknown-field' }]]);
    expect(pos.logged()).toContain('"msg":"request"');
    expect(pos.logged()).not.toContain(MARK);
    for (const secret of [...Object.values(branchKeys), OPERATOR_KEY]) expect(pos.logged()).not.toContain(secret);
  });

  it('of a card number the last four digits are published and kept, the rest of it nowhere', async () => {
    const paidBy = (reference: string, receiptNumber: number): SaleRequest => {
      return aSale({ receiptNumber, payments: [{ method: 'card', amount: '113.80', reference }] });
    };
    const post = (body: unknown, path = '/v1/sales'): Promise<Reply> => pos.request('POST', path, { body });
    const sale = paidBy(CARD[0], 6001);
    const taken = await post(sale);
    const inBatch = await post({ sales: [paidBy(CARD[1], 6002)] }, '/v1/sales/batch');
    const again = await post(sale);
    expect([taken.status, inBatch.status, again.status]).toEqual([202, 202, 202]);
    expect([again.headers.get('idempotency-replayed'), again.text]).toEqual(['true', taken.text]);
    const refusals = await Promise.all([
      post(paidBy('5105105105105100', 6001)),
      post({ ...paidBy(CARD[0], 6003), totals: { net: '0.00', tax: '0.00', gross: '0.00' } }),
      post({ ...paidBy(CARD[0], 6004), payments: [{ method: 'card', amount: '113.80', reference: `${CARD[0]} x` }] }),
    ]);
    expect(refusals.map(({ status }) => status)).toEqual([409, 422, 422]);
    const records = await eventually('both are published', () => {
      const own = pos.published.filter(({ value }) => value?.toString('latin1').includes('************1111'));
      return own.length === 2 && own;
    });
    const published = records.map(({ value, headers }) => `${value?.toString('latin1')} ${JSON.stringify(headers)}`);
    const told = [taken, inBatch, again, ...refusals].map(({ text }) => text);
    const kept = await everyRow(pos);
    expect(kept.join(), 'the masked number is where it belongs').toContain('************1111');
    for (const text of [...published, ...told, ...kept, pos.logged()]) {
      for (const card of CARD) {
        expect(text).not.toContain(card);
        expect(text).not.toContain(Buffer.from(card).toString('hex'));
      }
      expect(text, 'a hash from which the number could be found').not.toContain(contentHash(sale).toString('hex'));
    }
  });
});

/** Every row of the service's database as JSON; bytes are in hex. */
async function everyRow(pos: RunningPosIngest): Promise<string[]> {
  const tables = await pos.database.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const { rows: found } = await pos.database.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM ${name} t`);
    rows.push(...found.map(({ row }) => row));
  }
  return rows;
}
