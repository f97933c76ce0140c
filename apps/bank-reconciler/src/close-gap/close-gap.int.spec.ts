import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Reply,
  runningBankReconciler,
  type RunningBankReconciler,
  type ToldStatement,
} from '../fixtures/running-bank-reconciler.js';
import { entry, statementFile } from '../fixtures/statement-file.js';

const act = { by: 'ayla', reason: 'the bank has moved the account' };
/** Of the parts of one account that the tests use, each another. */
const CURRENCIES = ['TRY', 'EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK'];

describe('a gap between statements', () => {
  let bank: RunningBankReconciler;
  let used = 0;
  let currency = '';
  const take = async (day: number, opening: string, closing: string): Promise<ToldStatement> => {
    const date = `2031-05-0${day}`;
    const entries = [entry({ currency, amount: (Number(closing) - Number(opening)).toFixed(2) })];
    const [told] = await bank.upload(statementFile({ currency, date, opening, closing, entries }));
    return told!;
  };
  const close = (id: string, more: object = {}): Promise<Reply> =>
    bank.request('POST', `/v1/statements/${id}/close-gap`, { body: { ...act, ...more } });
  const gapOf = async (id: string) => (await bank.request('GET', `/v1/statements/${id}`)).body.gap;
  const audited = async (id: string) => (await bank.request('GET', `/admin/audit?subjectId=${id}`)).body.items;
  const amounts = (expected: string, actual: string) => ({ expected: `${expected} ${currency}`, actual: `${actual} ${currency}` });
  /** One of the first day that ends at 50.00, and one of the fifth that begins at 80.00. */
  const gapped = async (): Promise<{ first: string; late: string }> => {
    currency = CURRENCIES[(used += 1) - 1]!;
    const first = await take(1, '0.00', '50.00');
    const late = await take(5, '80.00', '90.00');
    expect(late.gap).toMatchObject({ after: first.id, ...amounts('50.00', '80.00') });
    return { first: first.id, late: late.id };
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());

  it('is closed at a person’s word, told no more, and kept and audited with who, why and both balances', async () => {
    const { first, late } = await gapped();
    const { status, body } = await close(late, { seen: amounts('50.00', '80.00') });
    expect([status, body]).toMatchObject([200, { gap: null, acts: [{ act: 'close-gap', line: null, orderId: null, ...act }] }]);
    const { body: listed } = await bank.request('GET', '/v1/statements?gap=open&limit=200');
    expect((listed.items as { id: string }[]).map(({ id }) => id)).not.toContain(late);
    const subject = { kind: 'bank-statement', id: late };
    const detail = { after: first, ...amounts('50.00', '80.00') };
    expect(await audited(late)).toEqual([expect.objectContaining({ act: 'close-gap', subject, ...act, detail })]);
  });

  it('stays closed as later statements come, and opens again where it is another one', async () => {
    const { late } = await gapped();
    expect((await close(late)).status).toBe(200);
    await take(5, '90.00', '95.00');
    await take(6, '95.00', '99.00');
    expect(await gapOf(late)).toBeNull();
    await take(2, '50.00', '60.00');
    expect(await gapOf(late)).toMatchObject(amounts('60.00', '80.00'));
    expect((await close(late)).status).toBe(200);
    await take(3, '60.00', '80.00');
    expect(await gapOf(late)).toBeNull();
  });

  it('is closed once', async () => {
    const { first, late } = await gapped();
    const both = await Promise.all([close(late), close(late)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await audited(late)).toHaveLength(1);
    for (const id of [first, late]) {
      const { status, body } = await close(id);
      expect([status, body.code, body.recorded]).toEqual([409, 'gap-not-open', 'earlier']);
    }
  });

  it('is not closed where it is another one than was shown: what it is now is told', async () => {
    const { late } = await gapped();
    await take(2, '50.00', '60.00');
    const { status, body } = await close(late, { seen: amounts('50.00', '80.00') });
    expect([status, body]).toMatchObject([409, { code: 'gap-changed', recorded: 'nothing', ...amounts('60.00', '80.00') }]);
    expect(await gapOf(late)).toMatchObject(amounts('60.00', '80.00'));
    expect(await audited(late)).toEqual([]);
  });

  it.each([{ reason: undefined }, { by: '' }, { seen: { expected: '50.00 TRY' } }, { amount: '1.00' }])('is not closed by half a request: %j', async (more) => {
    const { late } = await gapped();
    const { status, body } = await close(late, more);
    expect([status, body.code]).toEqual([422, 'validation-failed']);
  });

  it('is none of a statement that is not known', async () => {
    expect((await close('019aa5c1-0000-7000-8000-000000000001')).status).toBe(404);
  });
});
