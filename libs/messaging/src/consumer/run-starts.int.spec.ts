import { eventually, freshDatabase, lockWaits } from '@kervan/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import type { Queryable } from '../transaction/output-statements.js';
import { openPool } from '../transaction/pools.js';
import type { ReadItem } from './chunk-item.js';
import { OwnedPartition } from './owned-partition.js';
import { RunStarts, Start } from './run-starts.js';

const CONSUMER = 'a-service';
const processId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('the starts that processes count', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let pool: Pool;
  let isAway: boolean;
  let refusals = 0;
  let topics = 0;
  let topic: string;
  let one: RunStarts;
  let other: RunStarts;
  let third: RunStarts;
  let waits: number;

  const db: Queryable = {
    async query<R>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
      if (isAway) {
        refusals += 1;
        throw new Error('Connection terminated');
      }
      return (await pool.query(sql, [...params])).rows as R[];
    },
  };

  beforeAll(async () => {
    database = await freshDatabase([...messagingMigrations]);
    pool = openPool({ database, name: 'test', max: 3 });
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  beforeEach(async () => {
    isAway = false;
    topic = `topic-${(topics += 1)}`;
    waits = 0;
    const patience = { believedAfterMs: 2_000, waiting: () => void (waits += 1) };
    [one, other, third] = [1, 2, 3].map((number) => new RunStarts(db, CONSUMER, processId(number), patience)) as [RunStarts, RunStarts, RunStarts];
    await db.query(
      `INSERT INTO consumer_progress (consumer, topic, partition, next_offset) VALUES ($1, $2, 0, 10), ($1, $2, 1, 10)`,
      [CONSUMER, topic],
    );
  });

  const partition = (number = 0): OwnedPartition => new OwnedPartition(topic, number, 10n);
  const message = (owned: OwnedPartition, offset = 10n): ReadItem =>
    ({ partition: owned, record: { offset }, previous: offset, next: offset + 1n }) as ReadItem;

  /** What others do with partition 0: their commit ends the counts of the chunk. */
  const moveTo = (position: bigint) =>
    db.query('UPDATE consumer_progress SET next_offset = $2, starts = 0 WHERE topic = $1 AND partition = 0', [topic, String(position)]);

  async function counted(): Promise<{ starts: number; alone: number } | undefined> {
    const [row] = await db.query<{ starts: number; alone: number }>(
      'SELECT starts, alone_starts AS alone FROM consumer_progress WHERE topic = $1 AND partition = 0', [topic],
    );
    return row;
  }

  it('of a first chunk are taken back where it could not be run, and the next one is counted anew', async () => {
    const owned = partition();
    await one.firstChunk([owned]);
    expect(await counted()).toEqual({ starts: 1, alone: 0 });
    await one.takeBack([owned]);
    expect(await counted()).toEqual({ starts: 0, alone: 0 });
    expect(owned.countedAt).toBeUndefined();
  });

  it('of a first chunk that others have overtaken are theirs to end', async () => {
    const owned = partition();
    await one.firstChunk([owned]);
    await moveTo(12n);
    await other.firstChunk([new OwnedPartition(topic, 0, 12n)]);
    await one.takeBack([owned]);
    expect(await counted()).toEqual({ starts: 1, alone: 0 });
    await one.firstChunk([partition()]);
    expect(await counted()).toEqual({ starts: 1, alone: 0 });
  });

  it('are taken back later where the database does not answer at once', async () => {
    const owned = partition();
    await one.firstChunk([owned]);
    await one.alone(message(owned));
    isAway = true;
    await one.takeBack([owned]);
    await one.settle();
    isAway = false;
    expect(await counted()).toEqual({ starts: 1, alone: 1 });
    await one.settle();
    expect(await counted()).toEqual({ starts: 0, alone: 0 });
    expect(await other.alone(message(partition()))).toBe(Start.counted);
  });

  it('are taken back at the end of a process by a database that comes back within its time', async () => {
    const owned = partition();
    await one.firstChunk([owned]);
    isAway = true;
    await one.takeBack([owned]);
    const before = refusals;
    const settled = one.settle(60_000);
    await eventually('it is tried again', () => refusals > before + 1);
    isAway = false;
    await settled;
    expect(await counted()).toEqual({ starts: 0, alone: 0 });
  });

  it('are taken back before a first chunk is counted anew', async () => {
    const owned = partition();
    await one.firstChunk([owned]);
    isAway = true;
    await one.takeBack([owned]);
    isAway = false;
    await one.firstChunk([owned]);
    expect(await counted()).toEqual({ starts: 1, alone: 0 });
  });

  it('of a message hold it once two that stay silent have not ended it, and not where one that lives takes it back', async () => {
    const owned = partition();
    expect(await one.alone(message(owned))).toBe(Start.counted);
    expect(await one.alone(message(owned))).toBe(Start.counted);
    const seen = other.alone(message(partition()));
    await eventually('it waits for the other', () => waits > 0);
    await one.takeBack([owned]);
    expect(await seen).toBe(Start.counted);
    expect(await third.alone(message(partition()))).toBe(Start.counted);
    expect(await one.alone(message(owned))).toBe(Start.deadly);
  });

  it('of a message are nothing to who does not have its position any more', async () => {
    await moveTo(12n);
    await other.alone(message(partition(), 12n));
    expect(await one.alone(message(partition()))).toBe(Start.overtaken);
    expect(await counted()).toEqual({ starts: 0, alone: 1 });
    await one.takeBack([partition()]);
    expect(await counted()).toEqual({ starts: 0, alone: 1 });
  });

  it('of several partitions are counted in the order in which chunks lock them', async () => {
    const chunk = await pool.connect();
    const lock = (number: number) =>
      chunk.query('SELECT FROM consumer_progress WHERE topic = $1 AND partition = $2 FOR UPDATE', [topic, number]);
    await chunk.query('BEGIN');
    await lock(0);
    const counting = one.firstChunk([partition(1), partition(0)]);
    await eventually('it waits for the chunk', async () => (await lockWaits(pool)) === 1);
    await lock(1);
    await chunk.query('COMMIT');
    chunk.release();
    await counting;
    expect(await counted()).toEqual({ starts: 1, alone: 0 });
  });
});
