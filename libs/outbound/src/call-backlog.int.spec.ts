import { afterAll, beforeAll, expect, it } from 'vitest';
import { fastTarget, writeDocument } from './fixtures/document-calls.js';
import { OutboundRig } from './fixtures/outbound-rig.js';
import { queryable } from './store/queryable.js';
import { CallBacklog } from './worker/call-backlog.js';

let rig: OutboundRig;

beforeAll(async () => {
  rig = await OutboundRig.open();
});
afterAll(() => rig.close());

it('a service takes enough once too many calls are open, and more when they have become fewer', async () => {
  const type = writeDocument(fastTarget('piled', 'http://127.0.0.1:1', {}));
  const backlog = new CallBacklog(queryable(rig.pool), 100);
  const reached = async (): Promise<boolean> => {
    await backlog.look();
    return backlog.isReached();
  };
  expect(await reached()).toBe(false);
  const old = await rig.enqueue(type, 'old');
  await rig.pool.query(`SELECT nextval('outbound_open_call_id_seq') FROM generate_series(1, 1000)`);
  await rig.enqueue(type, 'new');
  expect(await reached(), 'far apart and few').toBe(false);
  await rig.pool.query(
    `INSERT INTO outbound_open_call (target, type, order_key, repeat_key, data, cause_id, correlation_id, accepted_at)
     SELECT 'piled', 'x', i, i, '1', 'c', 'c', 0 FROM generate_series(1, 99) AS i`,
  );
  expect(await reached()).toBe(true);
  await rig.core.transactions.run((db) => rig.store.withdraw(db, old));
  expect(await reached(), 'not at each call that ends').toBe(true);
  await rig.pool.query('DELETE FROM outbound_open_call WHERE id IN (SELECT id FROM outbound_open_call LIMIT 5)');
  expect(await reached()).toBe(false);
});
