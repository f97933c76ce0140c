import type { PartitionName } from '../kafka/partition-name.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { ReadItem } from './chunk-item.js';
import { type Failure, FailureKind } from './failure.js';

/** How often a message may be started by processes that end before it does. */
export const MAX_UNFINISHED_STARTS = 2;
/** So many messages, at most, were in a chunk that a process died in. */
const CHUNK_AT_MOST = 500n;

/** What a message failed with that took its process with it each time. */
export const processEnded: Failure = {
  kind: FailureKind.permanent,
  code: 'process-ended',
  stage: 'handler',
  detail: `the process ended while it was handled, ${MAX_UNFINISHED_STARTS} times`,
};

/**
 * Counts the starts of messages apart from their ends, where a process may die of one.
 *
 * In good times it is one statement for a partition's first chunk of an assignment. Where that chunk never ended, what
 * lies there is run message by message, and each start is committed before the handler is called: a message which is
 * found to have been started so often by processes that are gone is not started again.
 */
export class RunStarts {
  constructor(
    private readonly db: Queryable,
    private readonly consumer: string,
    /** This process; what it starts twice by itself counts once. */
    private readonly process: string,
  ) {}

  /** Counts the first chunk of these partitions' assignments; its commit takes the count back. */
  async firstChunk(partitions: readonly PartitionName[]): Promise<void> {
    await this.db.query(
      `UPDATE consumer_progress p SET starts = p.starts + 1
       FROM unnest($2::text[], $3::integer[]) f (topic, partition)
       WHERE p.consumer = $1 AND p.topic = f.topic AND p.partition = f.partition`,
      [this.consumer, partitions.map(({ topic }) => topic), partitions.map(({ number }) => number)],
    );
  }

  /**
   * Counts the start of a message that runs alone.
   *
   * @returns how often processes that are gone had started it and not ended it: alone, and once within a chunk.
   */
  async alone({ partition: { topic, number }, record: { offset } }: ReadItem): Promise<number> {
    const [row] = await this.db.query<{ before: number }>(
      `WITH known AS (
         SELECT CASE WHEN alone_offset = $4 THEN alone_starts ELSE 0 END AS starts,
           alone_offset = $4 AND starter = $5 AS own
         FROM consumer_progress WHERE consumer = $1 AND topic = $2 AND partition = $3 FOR UPDATE)
       UPDATE consumer_progress p
       SET alone_offset = $4, starter = $5, alone_starts = CASE WHEN k.own THEN k.starts ELSE k.starts + 1 END
       FROM known k WHERE p.consumer = $1 AND p.topic = $2 AND p.partition = $3
       RETURNING CASE WHEN k.own THEN k.starts - 1 ELSE k.starts END AS before`,
      [this.consumer, topic, number, String(offset), this.process],
    );
    return row && row.before > 0 ? row.before + 1 : 0;
  }

  /** Takes back the count of a message that could not be run, for no fault of its own. */
  async takeBack({ partition: { topic, number }, record: { offset } }: ReadItem): Promise<void> {
    await this.db.query(
      `UPDATE consumer_progress SET alone_starts = alone_starts - 1, starter = NULL
       WHERE consumer = $1 AND topic = $2 AND partition = $3 AND alone_offset = $4 AND starter = $5`,
      [this.consumer, topic, number, String(offset), this.process],
    );
  }
}

/**
 * Whether a process that had the partition before may have died of this record, or of one behind it: such records are
 * the first of their partition, so that its order is kept where they run one by one.
 */
export function isSuspect({ partition, record }: ReadItem): boolean {
  const { starts, assignedAt, startedAlone } = partition;
  const isAtStart = starts > 0 && record.offset < assignedAt + CHUNK_AT_MOST;
  return isAtStart || (startedAlone !== undefined && record.offset <= startedAlone);
}
