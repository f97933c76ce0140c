import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Target } from './call/target.js';
import { type DocumentData, fastTarget, type RemarkedData, writeDocument } from './fixtures/document-calls.js';
import { far, newFarSide, rig } from './fixtures/rig-and-far-side.js';
import type { Queryable } from './store/queryable.js';

/** The references that were asked for, one entry for each reading. */
let readings: string[][];
let target: Target;

beforeAll(async () => {
  await rig.pool.query('CREATE TABLE remark (reference text PRIMARY KEY, remark text NOT NULL)');
  await rig.pool.query(`INSERT INTO remark VALUES ('A-1', 'of A'), ('B-1', 'of B'), ('C-1', 'of C')`);
});
beforeEach(async () => {
  readings = [];
  target = fastTarget(`complete-${randomUUID()}`, await newFarSide({ keys: true }).start(), {});
});

async function readRemarks(db: Queryable, data: readonly DocumentData[]): Promise<(RemarkedData | undefined)[]> {
  const references = data.map(({ reference }) => reference);
  readings.push(references);
  const sql = 'SELECT reference, remark FROM remark WHERE reference = ANY ($1)';
  const rows = await db.query<{ reference: string; remark: string }>(sql, [references]);
  const remarks = new Map(rows.map(({ reference, remark }) => [reference, remark]));
  return data.map((one) => (remarks.has(one.reference) ? { ...one, remark: remarks.get(one.reference)! } : undefined));
}

const remarks = (method: string) =>
  far.seen.filter((seen) => seen.method === method).map(({ reference, headers }) => [reference, headers['x-remark']]);

describe('a call that only refers to what it sends', () => {
  it('is sent whole, with one reading for all that are taken together', async () => {
    const type = writeDocument(target, { complete: readRemarks });
    const commands = [await rig.enqueue(type, 'A-1'), await rig.enqueue(type, 'B-1'), await rig.enqueue(type, 'C-1')];
    const { rows } = await rig.pool.query<{ data: string }>('SELECT data FROM outbound_open_call');
    expect(rows.filter(({ data }) => data.includes('remark'))).toEqual([]);
    await rig.replica([type]);

    for (const command of commands) expect(await rig.ended(command)).toMatchObject({ state: 'completed' });
    expect(readings).toEqual([['A-1', 'B-1', 'C-1']]);
    expect(remarks('POST').sort()).toEqual([['A-1', 'of A'], ['B-1', 'of B'], ['C-1', 'of C']]);
  });

  it('is asked about without it after an unknown outcome, and sent again the same', async () => {
    const type = writeDocument(target, { complete: readRemarks });
    far.fail('POST', 'A-1', { kind: 'cut-before' });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const { tried } = await rig.ended(command);
    expect(tried.map(({ act, result }) => [act, result])).toEqual([
      ['send', 'unknown'],
      ['look-up', 'not-found'],
      ['send', 'done'],
    ]);
    expect(readings).toEqual([['A-1'], ['A-1']]);
    expect(remarks('POST')).toEqual([['A-1', 'of A'], ['A-1', 'of A']]);
  });

  it('ends dead where that is not there, and holds up no other', async () => {
    const told: string[] = [];
    const type = writeDocument(target, { complete: readRemarks, told });
    const [lost, good] = [await rig.enqueue(type, 'X-1'), await rig.enqueue(type, 'B-1')];
    await rig.replica([type]);

    expect(await rig.ended(good)).toMatchObject({ state: 'completed' });
    const { state, tried } = await rig.ended(lost);
    expect({ state, tried }).toMatchObject({ state: 'failed', tried: [{ result: 'not-tried', reason: 'request-not-built' }] });
    expect(told.sort()).toEqual(['dead', 'done']);
    expect(far.ledger).toEqual(['B-1']);
  });

  it('waits while that cannot be read, which costs no attempt', async () => {
    const failures = [new Error('the database is away')];
    const type = writeDocument(target, {
      complete: async (db, data) => {
        const failure = failures.pop();
        if (failure) throw failure;
        return readRemarks(db, data);
      },
    });
    const command = await rig.enqueue(type, 'A-1');
    await rig.replica([type]);

    const { state, attempts, tried } = await rig.ended(command);
    expect({ state, attempts }).toEqual({ state: 'completed', attempts: 0 });
    expect(tried.map(({ result, reason }) => [result, reason])).toEqual([['not-tried', 'content-unread'], ['done', null]]);
    expect(far.ledger).toEqual(['A-1']);
  });
});
