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

const MARK = 'CANARY';
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
});
