import type { Queryable } from '../transaction/output-statements.js';
import type { PartitionName } from '../kafka/partition-name.js';

/** A position as the database has it. */
export interface Position extends PartitionName {
  readonly next: bigint;
  /** How many processes have ended in the first chunk that they took from this position. */
  readonly starts: number;
  /** The last message that was run alone. */
  readonly startedAlone: bigint | undefined;
}

interface Row {
  topic: string;
  partition: number;
  next_offset: string;
  starts: number;
  alone_offset: string | null;
}

/** The rows of `consumer_progress`: where a consumer stands in each partition. */
export class ProgressStore {
  constructor(
    private readonly db: Queryable,
    private readonly consumer: string,
  ) {}

  /** The positions that are known; a partition never assigned before has none. */
  async read(partitions: readonly PartitionName[]): Promise<Position[]> {
    const rows = await this.db.query<Row>(
      `SELECT topic, partition, next_offset, starts, alone_offset FROM consumer_progress
       WHERE consumer = $1 AND (topic, partition) IN (SELECT * FROM unnest($2::text[], $3::integer[]))`,
      [this.consumer, ...columns(partitions)],
    );
    return rows.map(position);
  }

  /**
   * Takes partitions over and gives back their positions. A partition without one starts at its given offset, the earliest
   * of the log. Waits for a former owner's transaction, if there is one.
   */
  async assign(partitions: readonly (PartitionName & { readonly earliest: bigint })[]): Promise<Position[]> {
    const rows = await this.db.query<Row>(
      `INSERT INTO consumer_progress (consumer, topic, partition, next_offset, starts)
       SELECT $1, p.topic, p.number, p.earliest, 0
       FROM unnest($2::text[], $3::integer[], $4::bigint[]) p (topic, number, earliest)
       ORDER BY p.topic, p.number
       ON CONFLICT (consumer, topic, partition) DO UPDATE SET starts = consumer_progress.starts
       RETURNING topic, partition, next_offset, starts, alone_offset`,
      [this.consumer, ...columns(partitions), partitions.map(({ earliest }) => String(earliest))],
    );
    return rows.map(position);
  }
}

function columns(partitions: readonly PartitionName[]): [string[], number[]] {
  return [partitions.map(({ topic }) => topic), partitions.map(({ number }) => number)];
}

function position({ topic, partition, next_offset, starts, alone_offset }: Row): Position {
  const startedAlone = alone_offset === null ? undefined : BigInt(alone_offset);
  return { topic, number: partition, next: BigInt(next_offset), starts, startedAlone };
}
