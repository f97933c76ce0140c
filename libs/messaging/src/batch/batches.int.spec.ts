import { eventually } from '@kervan/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testMessaging, type TestMessaging } from '../fixtures/test-messaging.js';
import { newId } from '../message/ids.js';
import type { MessagingCore } from '../messaging-core.js';
import type { BatchKind, BatchOrder, ItemOutcome } from './batch-kind.js';
import type { BatchDesk } from './batches.js';
import { batchProblem } from './batch.problems.js';

let messaging: TestMessaging;
const running: MessagingCore[] = [];

beforeAll(async () => {
  messaging = await testMessaging();
  await messaging.pool.query('CREATE TABLE shelf (id text PRIMARY KEY, state text NOT NULL)');
  await messaging.pool.query('CREATE TABLE painted (at bigserial, id text NOT NULL, by_process integer NOT NULL)');
});

afterAll(() => messaging.close());

beforeEach(async () => {
  await messaging.pool.query('TRUNCATE shelf, painted, operator_batch, operator_batch_item, audit_entry');
  await messaging.pool.query(`INSERT INTO shelf SELECT 'shelf-' || lpad(n::text, 2, '0'), 'bare' FROM generate_series(1, 12) n`);
});

afterEach(async () => {
  for (const core of running.splice(0)) await core.stop();
});

type Act = BatchKind<{ state: string }>['act'];

/** A process that can paint shelves; what stands in the way of it is said by `acts`. */
async function process(number: number, acts: Partial<Record<string, Act>> = {}): Promise<BatchDesk<{ state: string }>> {
  const core = await messaging.core();
  running.push(core);
  return core.batches.add<{ state: string }>({
    name: 'painting',
    subjectKind: 'shelf',
    async select(db, { state }, limit) {
      const rows = await db.query<{ id: string }>('SELECT id FROM shelf WHERE state = $1 ORDER BY id LIMIT $2', [state, limit]);
      return rows.map(({ id }) => ({ id, seen: { state } }));
    },
    async act(db, item): Promise<ItemOutcome> {
      await db.query('INSERT INTO painted (id, by_process) VALUES ($1, $2)', [item.subjectId, number]);
      await db.query(`UPDATE shelf SET state = 'painted' WHERE id = $1`, [item.subjectId]);
      return acts[item.subjectId]?.(db, item) ?? { outcome: 'done', detail: { colour: item.options.colour } };
    },
  });
}

const order: BatchOrder<{ state: string }> = {
  act: 'paint', by: 'ada', reason: 'the new colours', filter: { state: 'bare' }, perSecond: 200, options: { colour: 'blue' },
};

async function painted(): Promise<{ id: string; by_process: number }[]> {
  return (await messaging.pool.query('SELECT id, by_process FROM painted ORDER BY at')).rows;
}

async function ended(desk: BatchDesk<{ state: string }>, id: string) {
  return eventually('the batch has ended', async () => {
    const batch = await desk.get(id);
    return batch.state === 'running' ? undefined : batch;
  });
}

describe('a batch', () => {
  it('acts on each thing once, in the order of the frozen set, and records who wanted it and why', async () => {
    const desk = await process(1);
    const { id, total } = await desk.create(order);
    await messaging.pool.query(`INSERT INTO shelf VALUES ('shelf-99', 'bare')`);
    expect(total).toBe(12);
    expect(await ended(desk, id)).toMatchObject({ state: 'done', done: 12, skipped: 0, left: 0, by: 'ada', options: ['colour'] });
    const ids = Array.from({ length: 12 }, (_, at) => `shelf-${String(at + 1).padStart(2, '0')}`);
    expect((await painted()).map((one) => one.id)).toEqual(ids);
    const [core] = running;
    expect(await core!.audit.of({ kind: 'shelf', id: 'shelf-07' })).toMatchObject([
      { act: 'paint', by: 'ada', reason: 'the new colours', detail: { batch: id, colour: 'blue' } },
    ]);
    expect(await core!.audit.of({ kind: 'batch', id })).toMatchObject([{ act: 'order-batch', detail: { total: 12, act: 'paint' } }]);
    expect(await core!.audit.verify()).toMatchObject({ intact: true, entries: 13 });
  });

  it('is one, however often it is ordered under its id, at the same time or once it has ended', async () => {
    const desk = await process(1);
    const id = newId();
    const ordered = await Promise.all([1, 2, 3].map(() => desk.create({ ...order, id })));
    expect(ordered).toMatchObject(Array(3).fill({ id, total: 12 }));
    await ended(desk, id);
    await messaging.pool.query(`INSERT INTO shelf VALUES ('shelf-99', 'bare')`);
    expect(await desk.create({ ...order, id })).toMatchObject({ id, state: 'done', total: 12, done: 12 });
    expect((await desk.list({ limit: 5 })).items).toHaveLength(1);
    expect(await painted()).toHaveLength(12);
    expect(await running[0]!.audit.of({ kind: 'batch', id })).toHaveLength(1);
  });

  it.each<Partial<typeof order>>([
    { act: 'repaint' }, { by: 'grace' }, { reason: 'another one' }, { filter: { state: 'gold' } }, { perSecond: 100 },
    { options: {} }, { options: { colour: { of: 'walls' } } },
  ])('is not ordered a second time with other content under its id, while it runs or once it has ended: %j', async (other) => {
    const desk = await process(1);
    const { id } = await desk.create({ ...order, perSecond: 20, id: newId() });
    const again = () => desk.create({ ...order, perSecond: 20, ...other, id });
    await expect(again()).rejects.toMatchObject({ code: 'batch-conflict' });
    await ended(desk, id);
    await expect(again()).rejects.toMatchObject({ code: 'batch-conflict' });
    expect(await painted()).toHaveLength(12);
  });

  it('cannot be found out by trying, once it has ended, what its options held: other values of them order nothing', async () => {
    const desk = await process(1);
    const told = { ...order, perSecond: 20, options: { patch: { taxNumber: '1234567890' }, facts: ['a'] }, id: newId() };
    const other = { ...told, options: { patch: { taxNumber: '9876543210' }, facts: ['b'] } };
    const { id } = await desk.create(told);
    await expect(desk.create(other)).rejects.toMatchObject({ code: 'batch-conflict' });
    await ended(desk, id);
    const { rows } = await messaging.pool.query('SELECT order_hash FROM operator_batch');
    expect(rows).toEqual([{ order_hash: null }]);
    for (const again of [told, other]) expect(await desk.create(again)).toMatchObject({ id, state: 'done', done: 12 });
    expect(await painted()).toHaveLength(12);
  });

  it('moves its next turn by its pace with each thing', async () => {
    const desk = await process(1);
    const { id } = await desk.create({ ...order, perSecond: 10 });
    await ended(desk, id);
    const { rows } = await messaging.pool.query(
      `SELECT due_at - created_at >= interval '1.2 seconds' AS paced FROM operator_batch WHERE id = $1`, [id],
    );
    expect(rows).toEqual([{ paced: true }]);
  });

  it('skips what cannot be acted upon, with a code, and leaves nothing of the act that failed', async () => {
    const desk = await process(1, {
      'shelf-02': async () => ({ outcome: 'skipped', code: 'painted-already' }),
      'shelf-03': async () => Promise.reject(batchProblem('batch-too-large')),
      'shelf-04': async () => Promise.reject(new TypeError('no brush')),
      'shelf-05': () => {
        throw new Error('no brush at all');
      },
    });
    const { id } = await desk.create(order);
    expect(await ended(desk, id)).toMatchObject({
      state: 'done', done: 8, skipped: 4, skippedBy: { 'painted-already': 1, 'batch-too-large': 1, 'act-failed': 2 },
    });
    const { items } = await desk.items(id, { state: 'skipped' }, { limit: 10 });
    expect(items.map(({ id: shelf, code }) => [shelf, code])).toEqual([
      ['shelf-02', 'painted-already'], ['shelf-03', 'batch-too-large'], ['shelf-04', 'act-failed'], ['shelf-05', 'act-failed'],
    ]);
    const ids = (await painted()).map((one) => one.id);
    for (const shelf of ['shelf-03', 'shelf-04', 'shelf-05']) expect(ids).not.toContain(shelf);
    expect(await running[0]!.audit.of({ kind: 'shelf', id: 'shelf-02' })).toEqual([]);
  });

  it('tries again what has failed for a reason that passes', async () => {
    let failures = 2;
    const desk = await process(1, {
      'shelf-02': async () => {
        if ((failures -= 1) >= 0) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
        return { outcome: 'done' };
      },
    });
    const { id } = await desk.create(order);
    expect(await ended(desk, id)).toMatchObject({ done: 12, skipped: 0 });
    expect(await painted()).toHaveLength(12);
  });

  it('tries again later what the database has cut off, and does not hold up another batch by that', async () => {
    let isSlow = true;
    let tries = 0;
    const desk = await process(1, {
      'shelf-02': async (db) => {
        tries += 1;
        if (isSlow) {
          await db.query(`SET LOCAL statement_timeout = '5ms'`);
          await db.query('SELECT pg_sleep(10)');
        }
        return { outcome: 'done' };
      },
    });
    await messaging.pool.query(`UPDATE shelf SET state = 'dusty' WHERE id > 'shelf-06'`);
    const slow = await desk.create(order);
    const other = await desk.create({ ...order, filter: { state: 'dusty' } });
    expect(await ended(desk, other.id)).toMatchObject({ done: 6 });
    await eventually('it was tried twice', () => tries > 1);
    expect(await desk.get(slow.id)).toMatchObject({ state: 'running', done: 1, skipped: 0 });
    isSlow = false;
    expect(await ended(desk, slow.id)).toMatchObject({ done: 6, skipped: 0 });
    expect(await painted()).toHaveLength(12);
  });

  it('skips what the database cuts off each time, and goes on', async () => {
    let tries = 0;
    const desk = await process(1, {
      'shelf-02': async (db) => {
        tries += 1;
        await db.query(`SET LOCAL statement_timeout = '5ms'`);
        await db.query('SELECT pg_sleep(10)');
        return { outcome: 'done' };
      },
    });
    const { id } = await desk.create(order);
    const batch = await eventually('it has ended, however long it would have rested', async () => {
      await messaging.pool.query('UPDATE operator_batch SET due_at = now()');
      const now = await desk.get(id);
      return now.state === 'done' && now;
    });
    expect(batch).toMatchObject({ done: 11, skippedBy: { 'act-timed-out': 1 } });
    expect(tries).toBe(5);
    const { items } = await desk.items(id, { state: 'skipped' }, { limit: 10 });
    expect(items).toMatchObject([{ id: 'shelf-02', code: 'act-timed-out' }]);
    expect((await painted()).map((one) => one.id)).not.toContain('shelf-02');
  });

  it('goes on after a restart with what is left', async () => {
    const first = await process(1);
    const { id } = await first.create({ ...order, perSecond: 5 });
    await eventually('it has begun', async () => (await first.get(id)).done >= 1);
    await running.pop()!.stop();
    const before = await painted();
    expect(before.length).toBeLessThan(12);
    const second = await process(2);
    expect(await ended(second, id)).toMatchObject({ state: 'done', done: 12 });
    const after = await painted();
    expect(new Set(after.map((one) => one.id)).size).toBe(12);
    expect(after.slice(before.length).map((one) => one.by_process)).toEqual(Array(12 - before.length).fill(2));
  });

  it('is done by two processes together without anything being done twice', async () => {
    const desks = [await process(1), await process(2)];
    const { id } = await desks[0]!.create(order);
    expect(await ended(desks[1]!, id)).toMatchObject({ done: 12 });
    expect(new Set((await painted()).map((one) => one.id)).size).toBe(12);
    expect(await painted()).toHaveLength(12);
    expect(await running[0]!.audit.verify()).toMatchObject({ intact: true, entries: 13 });
  });

  it('acts upon nothing more once it is cancelled, and says who cancelled it and why', async () => {
    const desk = await process(1);
    const { id } = await desk.create({ ...order, perSecond: 1 });
    await eventually('it has begun', async () => (await desk.get(id)).done >= 1);
    const { state, left } = await desk.cancel(id, 'grace', 'the wrong colour');
    expect(state).toBe('cancelled');
    expect(left).toBeGreaterThan(0);
    await expect(desk.cancel(id, 'grace', 'again')).rejects.toMatchObject({ code: 'batch-ended' });
    const other = await desk.create(order);
    await ended(desk, other.id);
    expect((await desk.get(id)).left).toBe(left);
    const acts = await running[0]!.audit.of({ kind: 'batch', id });
    expect(acts.map(({ act, by, reason }) => [act, by, reason])).toEqual([
      ['order-batch', 'ada', 'the new colours'], ['cancel-batch', 'grace', 'the wrong colour'],
    ]);
  });

  it('takes turns with another one, however much it has to do', async () => {
    const begun = Promise.withResolvers<void>();
    const ids = Array.from({ length: 12 }, (_, at) => `shelf-${String(at + 1).padStart(2, '0')}`);
    const skipping: Act = async () => ({ outcome: 'skipped', code: 'painted-already' });
    const desk = await process(1, {
      ...Object.fromEntries(ids.map((id) => [id, skipping])),
      'shelf-01': (...told) => begun.promise.then(() => skipping(...told)),
    });
    await messaging.pool.query(`UPDATE shelf SET state = 'dusty' WHERE id > 'shelf-06'`);
    const first = await desk.create(order);
    const second = await desk.create({ ...order, filter: { state: 'dusty' } });
    begun.resolve();
    for (const { id } of [first, second]) expect(await ended(desk, id)).toMatchObject({ skipped: 6 });
    const turns = ids.slice(0, 6).flatMap((id, at) => [id, ids[at + 6]]);
    expect((await painted()).map(({ id }) => id)).toEqual(turns);
  });

  it('is done at once where nothing is selected', async () => {
    const desk = await process(1);
    expect(await desk.create({ ...order, filter: { state: 'gold' } })).toMatchObject({ state: 'done', total: 0 });
  });

  it('keeps of its options no more than names once it has ended, was cancelled, or had nothing to do', async () => {
    const told: unknown[] = [];
    const desk = await process(1, {
      'shelf-12': async (_db, { options }) => {
        told.push(options);
        return { outcome: 'done' };
      },
    });
    const options = { colour: 'blue', owner: { name: 'Ayşe', home: { city: 'İzmir' } }, force: true };
    const done = await desk.create({ ...order, options });
    await ended(desk, done.id);
    const empty = await desk.create({ ...order, options });
    const cancelled = await desk.create({ ...order, filter: { state: 'painted' }, perSecond: 1, options });
    await desk.cancel(cancelled.id, 'grace', 'the wrong colour');
    expect(told).toEqual([options]);
    const { rows } = await messaging.pool.query<{ id: string; options: unknown }>('SELECT id, options FROM operator_batch');
    const names = { colour: null, owner: { name: null, home: null }, force: null };
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.options).toEqual(names);
    expect(await desk.get(empty.id)).toMatchObject({ state: 'done', options: ['colour', 'owner', 'force'] });
  });

  it('is listed, the latest first, page by page, and is not there for who asks for no id', async () => {
    const desk = await process(1);
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) ids.unshift((await desk.create({ ...order, filter: { state: 'gold' } })).id);
    const first = await desk.list({ limit: 2 });
    const cursor = JSON.parse(Buffer.from(first.next!, 'base64url').toString()) as [string, string];
    const second = await desk.list({ limit: 2, after: cursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeUndefined();
    for (const id of ['no-id', crypto.randomUUID()]) await expect(desk.get(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});
