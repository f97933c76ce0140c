import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueOrder, dueOrder, orderPlaced, orderReversed, orderTaken } from '../fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from '../fixtures/running-bank-reconciler.js';
import { type ToldLine, undecidedLine } from '../fixtures/undecided-line.js';

const act = { by: 'ayla', reason: 'told by telephone' };

describe('beside a release that matches a line again once its order is taken back', () => {
  let bank: RunningBankReconciler;
  const lineOf = async (id: string): Promise<ToldLine> =>
    (await bank.request('GET', `/v1/lines/${id}`)).body as unknown as ToldLine;
  /** What that release does: another match of the same line. */
  const matchAgain = async (id: string, { orderId }: DueOrder): Promise<void> => {
    await bank.database.query(
      `INSERT INTO payment_match (line_id, order_id, amount_minor, currency, rule, rule_version, evidence, matched_at, turn)
       VALUES ($1, $2, 12000, 'TRY', 'person', 1, '[]', now(), 2)`,
      [id, orderId],
    );
    await bank.database.query(`UPDATE bank_line SET state = 'matched', reason = NULL WHERE id = $1`, [id]);
  };

  beforeAll(async () => {
    bank = await runningBankReconciler();
    await bank.database.query('ALTER TABLE payment_match DROP CONSTRAINT uq_payment_match_line');
  });
  afterAll(() => bank.stop());

  it('the last match stands: it is told, and the end of the order before it changes nothing', async () => {
    const [first, second] = [dueOrder(), dueOrder()];
    await bank.tell(orderPlaced(first), orderPlaced(second));
    const { id, statement } = await undecidedLine(bank);
    const body = { decision: 'match', orderId: first.orderId, ...act };
    expect((await bank.request('POST', `/v1/lines/${id}/decision`, { body })).status).toBe(200);
    await bank.tell(orderReversed(first));
    expect(await lineOf(id)).toMatchObject({ reason: 'matched-order-reversed', match: { orderId: first.orderId } });
    await matchAgain(id, second);
    await bank.tell(orderReversed(first));
    await bank.tell(orderTaken({ ...first, dueMinor: 13_000 }));
    expect(await lineOf(id)).toMatchObject({ state: 'matched', match: { orderId: second.orderId } });
    const { body: listed } = await bank.request('GET', `/v1/lines?statement=${statement}`);
    expect(listed.items).toHaveLength(1);
    await bank.tell(orderTaken({ ...second, dueMinor: 13_000 }));
    const amended = { reason: 'matched-order-amended', proposals: [{ orderId: second.orderId }] };
    expect(await lineOf(id)).toMatchObject(amended);
    const other = { ...body, orderId: first.orderId, acceptDifference: true };
    const refused = await bank.request('POST', `/v1/lines/${id}/decision`, { body: other });
    expect([refused.status, refused.body.code]).toEqual([409, 'matched-order-amended']);
    await bank.tell(orderReversed(second));
    expect(await lineOf(id)).toMatchObject({ reason: 'matched-order-reversed', match: { orderId: second.orderId } });
  });
});
