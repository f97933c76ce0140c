import { freshDatabase, ownPool, stockCatalogue, StockCounted } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../consumer/failure.js';
import { OwnedPartition } from '../consumer/owned-partition.js';
import { newId } from '../message/ids.js';
import { UndecodableCause } from '../message/undecodable.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import type { DatabaseTransaction } from '../transaction/transaction.js';
import { letRun } from './held-act-statements.js';
import { type HeldHead, HeldHeads } from './held-heads.js';
import { HeldState, type Hold } from './held-message.js';
import { HeldWriter } from './held-writer.js';
import { laterRecordsJob } from './later-records-job.js';

const DAY_MS = 24 * 3_600_000;
const topic = 'test.events.v1';
const partition = new OwnedPartition(topic, 3, 0n);
const writer = new HeldWriter('test');
const catalogue = stockCatalogue('test', { events: topic, commands: 'test.commands.v1', replies: 'test.replies.v1' });
const job = laterRecordsJob('test', catalogue);
const failure: Failure = { kind: 'retryable', code: UndecodableCause.unknownRecord, stage: 'headers', detail: 'away' };
const waiting = { state: HeldState.waiting, blocks: true, dueInMs: 1_000 };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;
let db: DatabaseTransaction;
/** The first of a key, dead, and the one that queues behind it. */
let first: string;
let second: string;

beforeAll(async () => {
  database = await freshDatabase([...messagingMigrations]);
  pool = ownPool(database.url);
  const query = async (sql: string, params?: readonly unknown[]): Promise<unknown[]> => (await pool.query(sql, params as unknown[])).rows;
  db = { query } as unknown as DatabaseTransaction;
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('TRUNCATE held_message CASCADE');
  await writer.hold(db, [hold(41n), hold(42n)]);
  [first, second] = (await db.query<{ id: string }>('SELECT id FROM held_message ORDER BY seq')).map(({ id }) => id) as [string, string];
});

function hold(offset: bigint): Hold {
  const headers = { ce_type: Buffer.from(StockCounted.fullName) };
  const record = { topic, partition: 3, offset, timestamp: Date.now(), key: Buffer.from('order'), value: null, headers };
  return { record, messageId: newId(), state: HeldState.dead, blocks: true, dueInMs: 0, failure };
}

/** So many days pass for what is held. */
async function pass(days: number): Promise<void> {
  await pool.query(
    `UPDATE held_message SET due_at = due_at - make_interval(days => $1), retry_since = retry_since - make_interval(days => $1),
       first_cause = first_cause || jsonb_build_object('at', (first_cause ->> 'at')::timestamptz - make_interval(days => $1))`,
    [days],
  );
}

async function due(): Promise<HeldHead[]> {
  const { heads } = await new HeldHeads('test').due(db, [partition]);
  return [...heads];
}

describe.each<[string, () => Promise<unknown>]>([
  ['a person', () => letRun(db, second)],
  ['the job that knows its record', async () => {
    await pool.query(`UPDATE held_message SET cause_code = 'another' WHERE id = $1`, [first]);
    expect(await job.step(db)).toBe(1);
  }],
])('a dead message that %s let run again while it queued behind another of its key', (_, letSecondRun) => {
  beforeEach(async () => {
    await pass(5);
    await letSecondRun();
    await pass(2);
    expect(await due()).toEqual([]);
    await pool.query(`UPDATE held_message SET state = 'discarded' WHERE id = $1`, [first]);
  });

  it('has been tried for no time once it is its turn', async () => {
    expect(await due()).toMatchObject([{ id: second, triedForMs: 0 }]);
  });

  it('nor has it where it could not be tried then', async () => {
    await writer.putOff(db, second, 0);
    await pass(2);
    expect(await due()).toMatchObject([{ id: second, triedForMs: 0 }]);
  });

  it('is tried for a time that begins with its first failure and does not begin anew with the next', async () => {
    for (const days of [1, 2]) {
      await writer.failed(db, second, failure, waiting);
      await pass(1);
      const [head] = await due();
      expect(Math.round(head!.triedForMs / DAY_MS)).toBe(days);
    }
  });

  it('is tried for such a time once more when a person lets it run once more', async () => {
    await writer.failed(db, second, failure, waiting);
    await pass(1);
    await letRun(db, second);
    await pass(1);
    expect(await due()).toMatchObject([{ id: second, triedForMs: 0 }]);
  });
});

it('a message that nobody let run again is tried for what has passed since it failed first', async () => {
  await writer.failed(db, first, failure, waiting);
  await pass(2);
  const [head] = await due();
  expect(Math.round(head!.triedForMs / DAY_MS)).toBe(2);
});
