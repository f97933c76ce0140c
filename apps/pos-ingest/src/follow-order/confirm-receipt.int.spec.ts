import { OrderPlaced, OrderReversed, OrderTaken } from '@kervan/contracts';
import { ConfirmReceiptJob, republishUnconfirmed } from '@kervan/ingress';
import { Transactions } from '@kervan/messaging';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { posSales } from '../app.module.js';
import { runningPosIngest, type RunningPosIngest } from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';

/** What lies in it is sent by no process. */
const LANE_OF_NOBODY = 99;
/** So many that to compare each with each takes longer than a statement may. */
const MANY = 20_000;

describe('the end-to-end receipt', () => {
  let pos: RunningPosIngest;
  let job: ConfirmReceiptJob;
  let transactions: Transactions;
  let receipt = 0;
  const sale = async (): Promise<string> => {
    const headers = { 'x-correlation-id': 'till-3' };
    const { id } = await pos.request('POST', '/v1/sales', { body: aSale({ receiptNumber: (receipt += 1) }), headers });
    return id;
  };
  const makeOld = async (id: string, minutes: number): Promise<void> => {
    await eventually('sent', async () => {
      const unsent = `SELECT FROM outbox_message WHERE key = convert_to($1, 'UTF8')`;
      return (await pos.database.query(unsent, [id])).rowCount === 0;
    });
    const change = 'UPDATE pos_sale SET published_at = now() - make_interval(mins => $2) WHERE id = $1';
    await pos.database.query(change, [id, minutes]);
  };
  const publishedOf = (id: string) => pos.published.filter(({ key }) => key === id);
  const publicationsOf = async (id: string): Promise<number | undefined> => {
    const { rows } = await pos.database.query<{ publications: number }>(
      'SELECT publications FROM pos_sale WHERE id = $1',
      [id],
    );
    return rows[0]?.publications;
  };

  beforeAll(async () => {
    pos = await runningPosIngest();
    job = pos.service.app.get(ConfirmReceiptJob, { strict: false });
    transactions = pos.service.app.get(Transactions, { strict: false });
  });
  afterAll(() => pos.stop());

  it('publishes a sale again that nobody confirmed for 15 minutes, as a new message of the same order', async () => {
    const id = await sale();
    await makeOld(id, 16);
    await job.look();
    const records = await eventually('published twice', () => publishedOf(id).length === 2 && publishedOf(id));
    const [first, second] = records.map(({ value }) => OrderPlaced.type.fromBuffer(value!.subarray(5)) as OrderPlaced);
    expect(second).toEqual(first);
    expect(new Set(records.map(({ headers }) => headers.ce_id)).size).toBe(2);
    expect(records.map(({ headers }) => headers.ce_correlationid)).toEqual(['till-3', 'till-3']);
    expect(await publicationsOf(id)).toBe(2);
  });

  it('waits twice as long before each next time, at most a day', async () => {
    const id = await sale();
    const publicationsAfter = async (minutes: number): Promise<number | undefined> => {
      await makeOld(id, minutes);
      await job.look();
      return publicationsOf(id);
    };
    expect([await publicationsAfter(14), await publicationsAfter(16)]).toEqual([1, 2]);
    expect([await publicationsAfter(29), await publicationsAfter(31)]).toEqual([2, 3]);
    expect([await publicationsAfter(59), await publicationsAfter(61)]).toEqual([3, 4]);
    await pos.database.query('UPDATE pos_sale SET publications = 100 WHERE id = $1', [id]);
    expect([await publicationsAfter(24 * 60 - 1), await publicationsAfter(24 * 60 + 1)]).toEqual([100, 101]);
  });

  it('leaves alone what is younger, and what has been confirmed', async () => {
    const [young, confirmed] = [await sale(), await sale()];
    await makeOld(young, 14);
    await pos.tell(OrderTaken.of({ orderId: confirmed, takenAt: new Date().toISOString(), toldAt: null, receivable: null }));
    await eventually('taken', async () => (await pos.request('GET', `/v1/sales/${confirmed}`)).body.state === 'taken');
    await makeOld(confirmed, 16);
    await job.look();
    expect(await publicationsOf(young)).toBe(1);
    expect(await publicationsOf(confirmed)).toBe(1);
  });

  it('publishes no more what is told to be over, though nobody ever took it', async () => {
    const id = await sale();
    const over = { orderId: id, orderNumber: 'x', reversedAt: new Date().toISOString(), reason: 'discarded', documents: [] };
    await pos.tell(OrderReversed.of(over));
    await eventually('over', async () => (await pos.request('GET', `/v1/sales/${id}`)).body.state === 'reversed');
    await makeOld(id, 16);
    await job.look();
    expect(await publicationsOf(id)).toBe(1);
  });

  it('does not publish again what lies unsent in the outbox, and waits anew from then on', async () => {
    const [waiting, lost] = [await sale(), await sale()];
    for (const id of [waiting, lost]) await makeOld(id, 16);
    await pos.database.query(
      `INSERT INTO outbox_message (lane, topic, key, message_id, headers)
       VALUES ($1, 'kervan.unsent', convert_to($2, 'UTF8'), gen_random_uuid(), '{}')`,
      [LANE_OF_NOBODY, waiting],
    );
    await job.look();
    await pos.database.query('DELETE FROM outbox_message WHERE lane = $1', [LANE_OF_NOBODY]);
    await job.look();
    expect([await publicationsOf(waiting), await publicationsOf(lost)]).toEqual([1, 2]);
    await makeOld(waiting, 16);
    await job.look();
    expect(await publicationsOf(waiting)).toBe(2);
  });

  it('lets the wish to cancel follow its sale', async () => {
    const id = await sale();
    await pos.request('POST', `/v1/sales/${id}/cancellation`, { body: { reason: 'x', requestedBy: 'y' } });
    await makeOld(id, 16);
    await job.look();
    const records = await eventually('published', () => publishedOf(id).length === 4 && publishedOf(id));
    expect(records.map(({ headers }) => headers.ce_type?.split('.').at(-1))).toEqual([
      'OrderPlaced',
      'OrderCancelled',
      'OrderPlaced',
      'OrderCancelled',
    ]);
  });

  it('publishes once, even where two look at once without a lease', async () => {
    const id = await sale();
    await makeOld(id, 16);
    const counts = await Promise.all([1, 2].map(() => transactions.run((db) => republishUnconfirmed(db, posSales))));
    expect(counts.toSorted()).toEqual([0, 1]);
    expect(await publicationsOf(id)).toBe(2);
  });

  it('control: without the new look, a message that was lost stays lost', async () => {
    const id = await sale();
    await eventually('published', () => publishedOf(id).length === 1);
    await makeOld(id, 60 * 24);
    const other = await sale();
    await eventually('a later sale published', () => publishedOf(other).length === 1);
    expect(publishedOf(id)).toHaveLength(1);
    expect((await pos.request('GET', `/v1/sales/${id}`)).body.state).toBe('accepted');
  });

  it('looks in time, however many lie unsent', async () => {
    await pos.database.query(
      `INSERT INTO pos_sale (id, company, mode, branch, till, z_number, receipt_number, order_number, content_hash,
         answer, correlation_id, placed, published_at)
       SELECT gen_random_uuid(), 'anadolu', 'live', '012', 'unsent', 1, n, 'x', '', '{}', 'x', '{}',
         now() - interval '16 minutes' FROM generate_series(1, $1::integer) n`,
      [MANY],
    );
    await pos.database.query(
      `INSERT INTO outbox_message (lane, topic, key, message_id, headers)
       SELECT $1, 'kervan.unsent', convert_to(id::text, 'UTF8'), gen_random_uuid(), '{}' FROM pos_sale WHERE till = 'unsent'`,
      [LANE_OF_NOBODY],
    );
    await transactions.run((db) => republishUnconfirmed(db, posSales));
    const { rows } = await pos.database.query(
      `SELECT count(*)::integer AS waiting FROM pos_sale
       WHERE till = 'unsent' AND publications = 1 AND published_at > now() - interval '1 minute'`,
    );
    expect(rows).toEqual([{ waiting: MANY }]);
  });
});
