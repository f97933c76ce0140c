import { setTimeout as delay } from 'node:timers/promises';
import { type PartitionName, partitionKey } from '../kafka/partition-name.js';
import type { Queryable } from '../transaction/output-statements.js';
import type { ReadItem } from './chunk-item.js';
import { type Failure, FailureKind } from './failure.js';
import type { OwnedPartition } from './owned-partition.js';

/**
 * How often a message may be started alone by processes that end before it does.
 *
 * More than once: a process that is killed has some message in hand, and with a backlog it is likely one that runs alone.
 * The next process begins with that one, so that to be killed with the same in hand again is no chance.
 */
export const MAX_UNFINISHED_STARTS = 2;
/** So many messages, at most, were in a chunk that a process died in. */
const CHUNK_AT_MOST = 500n;

const SIGN_OF_LIFE_MS = 1_000;
const AGAIN_MS = 250;

/** What a message failed with that took its process with it each time. */
export const processEnded: Failure = {
  kind: FailureKind.permanent,
  code: 'process-ended',
  stage: 'handler',
  detail: `the process ended while it alone was handled, ${MAX_UNFINISHED_STARTS} times`,
};

/** What is to become of a message that runs alone. */
export const Start = {
  /** Its start is counted: it is run. */
  counted: 'counted',
  /** Processes that are gone had started it alone too often, and not ended it: it is not run. */
  deadly: 'deadly',
  /** Others have moved the position: nothing was counted. */
  overtaken: 'overtaken',
} as const;

export type Start = (typeof Start)[keyof typeof Start];

/** How long what another process has counted is waited for: one that lives ends it or takes it back within that time. */
export interface StartsPatience {
  /** More than a handler may take. */
  readonly believedAfterMs: number;
  /** Called each second while it waits: a sign of life. */
  readonly waiting: () => void;
}

/** What was counted in a partition and is to be taken back. */
interface Counted extends PartitionName {
  /** The position at which its first chunk was counted; nothing where that has ended. */
  readonly countedAt: bigint | undefined;
}

/**
 * Counts the starts of messages apart from their ends, where a process may die of one.
 *
 * In good times it is one statement for a partition's first chunk of an assignment. Where that chunk never ended, what
 * lies there is run message by message, and each start is committed before the handler is called: a message which is
 * found to have been started so often by processes that are gone is not started again.
 *
 * What a living process counted and did not bring to its end is taken back, if need be later; so are the starts of held
 * messages, which are counted with them. Nothing is counted, or taken back, at a position that others have moved: their
 * commit has ended what was counted there.
 */
export class RunStarts {
  private readonly owed = new Map<string, Counted>();
  private readonly owedHeld = new Set<string>();

  constructor(
    private readonly db: Queryable,
    private readonly consumer: string,
    /** This process; what it starts twice by itself counts once. */
    private readonly process: string,
    private readonly patience: StartsPatience,
  ) {}

  /** Counts the first chunk of these partitions' assignments; its commit ends the count. */
  async firstChunk(partitions: readonly OwnedPartition[]): Promise<void> {
    await this.takeBackOwed();
    await this.db.query(
      `WITH own AS (
         SELECT p.topic, p.partition
         FROM consumer_progress p
         JOIN unnest($2::text[], $3::integer[], $4::bigint[]) f (topic, partition, position)
           ON p.topic = f.topic AND p.partition = f.partition AND p.next_offset = f.position
         WHERE p.consumer = $1 ORDER BY p.topic, p.partition FOR UPDATE OF p)
       UPDATE consumer_progress p SET starts = p.starts + 1
       FROM own WHERE p.consumer = $1 AND p.topic = own.topic AND p.partition = own.partition`,
      [this.consumer, ...columns(partitions), partitions.map(({ position }) => String(position))],
    );
    for (const partition of partitions) partition.countedAt = partition.position;
  }

  /** Counts the start of a message that runs alone. */
  async alone(item: ReadItem): Promise<Start> {
    let before = await this.countAlone(item, false);
    if (before !== undefined && before > 0) {
      await this.waitForOthers();
      before = await this.countAlone(item, true);
    }
    if (before === undefined) return Start.overtaken;
    return before >= MAX_UNFINISHED_STARTS ? Start.deadly : Start.counted;
  }

  private async waitForOthers(): Promise<void> {
    const { believedAfterMs, waiting } = this.patience;
    for (let left = believedAfterMs; left > 0; left -= SIGN_OF_LIFE_MS) {
      await delay(Math.min(left, SIGN_OF_LIFE_MS));
      waiting();
    }
  }

  /**
   * @param believes whether the counts of others are final; if not, and there are some, it counts nothing.
   * @returns how often others had started it alone; nothing where the position was moved.
   */
  private async countAlone(
    { partition: { topic, number }, record, previous }: ReadItem,
    believes: boolean,
  ): Promise<number | undefined> {
    const [row] = await this.db.query<{ before: number }>(
      `WITH known AS (
         SELECT CASE WHEN alone_offset = $4 THEN alone_starts ELSE 0 END AS starts,
           alone_offset = $4 AND starter = $5 AS own
         FROM consumer_progress
         WHERE consumer = $1 AND topic = $2 AND partition = $3 AND next_offset = $6 FOR UPDATE)
       UPDATE consumer_progress p
       SET alone_offset = $4, starter = CASE WHEN k.starts = 0 OR $7 THEN $5 ELSE p.starter END,
         alone_starts = CASE WHEN k.own OR (k.starts > 0 AND NOT $7) THEN k.starts ELSE k.starts + 1 END
       FROM known k WHERE p.consumer = $1 AND p.topic = $2 AND p.partition = $3
       RETURNING CASE WHEN k.own THEN k.starts - 1 ELSE k.starts END AS before`,
      [this.consumer, topic, number, String(record.offset), this.process, String(previous), believes],
    );
    return row?.before;
  }

  /**
   * Takes back what this process has counted in partitions and not brought to its end, for no fault of a message: their
   * first chunk, and the message that was to run alone.
   *
   * Never throws: while the database does not answer it is remembered, for {@link settle}.
   */
  async takeBack(partitions: readonly OwnedPartition[]): Promise<void> {
    for (const partition of partitions) {
      const { topic, number, position, countedAt } = partition;
      const name = partitionKey(partition);
      const isOpen = countedAt === position;
      this.owed.set(name, { topic, number, countedAt: isOpen ? countedAt : this.owed.get(name)?.countedAt });
      if (isOpen) partition.countedAt = undefined;
    }
    await this.settle();
  }

  /**
   * Takes back the start of a held message, if this process has counted it and not brought it to its end.
   *
   * Never throws: while the database does not answer it is remembered, for {@link settle}.
   */
  async takeBackHeld(id: string): Promise<void> {
    this.owedHeld.add(id);
    await this.settle();
  }

  /**
   * Takes back what could not be taken back before. Never throws: what the database does not take stays remembered.
   *
   * @param withinMs for so long it is tried again; once, unless told otherwise.
   */
  async settle(withinMs = 0): Promise<void> {
    const end = performance.now() + withinMs;
    const isDone = (): Promise<boolean> => this.takeBackOwed().then(() => true, () => false);
    while (!(await isDone()) && performance.now() < end) await delay(AGAIN_MS);
  }

  private async takeBackOwed(): Promise<void> {
    await this.takeBackInPartitions();
    await this.takeBackOfHeld();
  }

  private async takeBackOfHeld(): Promise<void> {
    if (this.owedHeld.size === 0) return;
    await this.db.query(
      `UPDATE held_message SET unfinished_starts = unfinished_starts - 1, starter = NULL
       WHERE id = ANY ($1::uuid[]) AND starter = $2`,
      [[...this.owedHeld], this.process],
    );
    this.owedHeld.clear();
  }

  private async takeBackInPartitions(): Promise<void> {
    const owed = [...this.owed.values()];
    if (owed.length === 0) return;
    await this.db.query(
      `WITH own AS (
         SELECT p.topic, p.partition, o.counted_at
         FROM consumer_progress p
         JOIN unnest($2::text[], $3::integer[], $4::bigint[]) o (topic, partition, counted_at)
           ON p.topic = o.topic AND p.partition = o.partition
         WHERE p.consumer = $1 ORDER BY p.topic, p.partition FOR UPDATE OF p)
       UPDATE consumer_progress p
       SET starts = CASE WHEN p.next_offset = own.counted_at THEN greatest(p.starts - 1, 0) ELSE p.starts END,
         alone_starts = CASE WHEN p.starter = $5 THEN p.alone_starts - 1 ELSE p.alone_starts END,
         starter = CASE WHEN p.starter = $5 THEN NULL ELSE p.starter END
       FROM own WHERE p.consumer = $1 AND p.topic = own.topic AND p.partition = own.partition`,
      [this.consumer, ...columns(owed), owed.map(({ countedAt }) => countedAt?.toString() ?? null), this.process],
    );
    this.owed.clear();
  }
}

function columns(partitions: readonly PartitionName[]): [string[], number[]] {
  return [partitions.map(({ topic }) => topic), partitions.map(({ number }) => number)];
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
