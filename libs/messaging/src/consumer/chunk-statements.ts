import type { PartitionName } from '../kafka/partition-name.js';
import { comparableKey } from '../held/held-message.js';
import type { Queryable } from '../transaction/output-statements.js';

/** A step of a partition's position: from what its owner knows to what it will be. */
export interface Step extends PartitionName {
  readonly from: bigint;
  readonly to: bigint;
}

/** A key of a topic; messages of one key keep their order. */
export interface TopicKey {
  readonly topic: string;
  readonly key: Buffer;
}

/**
 * The statements that make a chunk safe against other owners, duplicates and overtaking.
 *
 * An object of functions, so that a test can show what each of them is for by leaving it out.
 */
export interface ChunkStatements {
  /** Locks the chunk's progress rows in one order for everyone. */
  lockProgress(db: Queryable, consumer: string, steps: readonly Step[]): Promise<void>;
  /** Moves the positions that are where their owner believes them to be; gives back those that it moved. */
  advance(db: Queryable, consumer: string, steps: readonly Step[]): Promise<readonly PartitionName[]>;
  /** Enters the ids of messages; gives back the positions in `ids` of those that had not been there. */
  enterInbox(db: Queryable, consumer: string, ids: readonly string[]): Promise<ReadonlySet<number>>;
  /** Which of the keys have an open held message that later ones must queue behind; positions in `keys`. */
  heldKeys(db: Queryable, consumer: string, keys: readonly TopicKey[]): Promise<ReadonlySet<number>>;
}

export const chunkStatements: ChunkStatements = {
  async lockProgress(db, consumer, steps) {
    await db.query(
      `SELECT FROM consumer_progress
       WHERE consumer = $1 AND (topic, partition) IN (SELECT * FROM unnest($2::text[], $3::integer[]))
       ORDER BY topic, partition
       FOR UPDATE`,
      [consumer, steps.map(({ topic }) => topic), steps.map(({ number }) => number)],
    );
  },

  advance(db, consumer, steps) {
    return db.query<PartitionName>(
      `UPDATE consumer_progress p
       SET next_offset = s.target, starts = 0, updated_at = now()
       FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[]) s (topic, partition, origin, target)
       WHERE p.consumer = $1 AND p.topic = s.topic AND p.partition = s.partition AND p.next_offset = s.origin
       RETURNING p.topic, p.partition AS number`,
      [
        consumer,
        steps.map(({ topic }) => topic),
        steps.map(({ number }) => number),
        steps.map(({ from }) => String(from)),
        steps.map(({ to }) => String(to)),
      ],
    );
  },

  async enterInbox(db, consumer, ids) {
    const rows = await db.query<{ message_id: string }>(
      `INSERT INTO inbox (consumer, message_id)
       SELECT $1, id FROM (SELECT DISTINCT id FROM unnest($2::uuid[]) id ORDER BY id) ids
       ON CONFLICT DO NOTHING
       RETURNING message_id`,
      [consumer, ids],
    );
    const entered = new Set(rows.map(({ message_id }) => message_id));
    const fresh = new Set<number>();
    ids.forEach((id, index) => {
      if (entered.delete(id)) fresh.add(index);
    });
    return fresh;
  },

  async heldKeys(db, consumer, keys) {
    const rows = await db.query<{ at: string }>(
      `SELECT k.at FROM unnest($2::text[], $3::bytea[]) WITH ORDINALITY k (topic, key, at)
       WHERE EXISTS (
         SELECT FROM held_message h
         WHERE h.consumer = $1 AND h.topic = k.topic AND h.key = k.key AND h.state IN ('waiting', 'dead') AND h.blocks)`,
      [consumer, keys.map(({ topic }) => topic), keys.map(({ key }) => comparableKey(key))],
    );
    return new Set(rows.map(({ at }) => Number(at) - 1));
  },
};
