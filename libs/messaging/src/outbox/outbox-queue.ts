import type { Handover } from '../transaction/handover.js';
import type { Output, StoredOutput } from '../transaction/output.js';

/** How much one send may hold. */
export interface BatchLimits {
  readonly records: number;
  /** Bytes for one partition: its records travel as one batch, which the broker takes or refuses as a whole. */
  readonly partitionBytes: number;
}

/** What one look into the table has to find, and what it may leave out. */
export interface LanesToRead {
  readonly undrained: readonly number[];
  readonly drained: readonly number[];
  /** Records that are here already. */
  readonly known: readonly string[];
}

/**
 * The records that one sender has in memory, in the order in which they are to be sent.
 *
 * A lane that is owned is first drained: everything is read from the table by id. From then on, records that are handed
 * over at their commit are taken from memory, and only the others are read. A record is here once at most.
 */
export class OutboxQueue {
  private readonly owned = new Set<number>();
  private readonly inMemoryMode = new Set<number>();
  private readonly reopened = new Set<number>();
  /** Lanes of which something was committed that the look under way may not have seen. */
  private readonly unseen = new Set<number>();
  private readonly known = new Set<string>();
  /** How many outputs of a key, and of a lane, are being committed. */
  private readonly expectedKeys = new Map<string, number>();
  private readonly expectedLanes = new Map<number, number>();
  private waiting: StoredOutput[] = [];

  /** Called whenever there is something to send. */
  onWaiting: () => void = () => undefined;
  /** Called whenever the table is to be looked into at once. */
  onUnread: () => void = () => undefined;

  get size(): number {
    return this.waiting.length;
  }

  /** Replaces the set of owned lanes. Those that are new have to be drained; those that are lost are forgotten. */
  own(lanes: Iterable<number>): void {
    const next = new Set(lanes);
    for (const lane of [...this.owned]) {
      if (!next.has(lane)) this.lose(lane);
    }
    for (const lane of next) this.owned.add(lane);
  }

  owns(lane: number): boolean {
    return this.owned.has(lane);
  }

  /** Whether records of a lane may be handed over from memory. */
  takes(lane: number): boolean {
    return this.inMemoryMode.has(lane);
  }

  /** Begins a look into the table: lanes of which all rows are to be read, and those whose handovers are in memory. */
  beginReading(): LanesToRead {
    this.reopened.clear();
    this.unseen.clear();
    const undrained = [...this.owned].filter((lane) => !this.inMemoryMode.has(lane));
    return { undrained, drained: [...this.inMemoryMode], known: [...this.known] };
  }

  /**
   * Tells that everything of these lanes has been read, so that what is handed over from now on comes behind it. Not so
   * for a lane that was reopened since the look into the table began, nor where the look may have missed a commit.
   */
  drained(lanes: Iterable<number>): void {
    const hold = [this.reopened, this.unseen, this.expectedLanes];
    for (const lane of lanes) {
      if (this.owned.has(lane) && !hold.some((some) => some.has(lane))) this.inMemoryMode.add(lane);
    }
  }

  /** Forgets what waits of a lane and has it read from the table again. */
  reopen(lane: number): void {
    this.inMemoryMode.delete(lane);
    this.reopened.add(lane);
    this.waiting = this.waiting.filter((record) => {
      if (record.lane === lane) this.known.delete(record.id);
      return record.lane !== lane;
    });
    this.onUnread();
  }

  /** See {@link OutputReceiver.expect}. */
  expect(outputs: readonly Output[]): Handover {
    const [keys, lanes] = [outputs.map(keyOf), outputs.map(({ lane }) => lane)];
    for (const key of keys) add(this.expectedKeys, key);
    for (const lane of lanes) add(this.expectedLanes, lane);
    const settle = (): void => {
      for (const key of keys) remove(this.expectedKeys, key);
      for (const lane of lanes) remove(this.expectedLanes, lane);
    };
    return {
      committed: (handed) => {
        settle();
        this.push(handed.filter(({ lane }) => this.inMemoryMode.has(lane)));
        const unread = lanes.filter((lane) => this.owned.has(lane) && !this.inMemoryMode.has(lane));
        for (const lane of unread) this.unseen.add(lane);
        if (unread.length > 0) this.onUnread();
      },
      rolledBack: settle,
      doubtful: () => {
        settle();
        for (const lane of new Set(lanes)) this.reopen(lane);
      },
    };
  }

  /**
   * Takes rows that were read from the table, but for those that are here already or would overtake a handover. Of a
   * lane that was reopened since the look into the table began, nothing: the look left out what was here then.
   */
  accept(rows: readonly StoredOutput[]): number {
    const isOpen = ({ lane }: StoredOutput): boolean => this.owned.has(lane) && !this.reopened.has(lane);
    return this.push(rows.filter((row) => isOpen(row) && !this.expectedKeys.has(keyOf(row))));
  }

  /** Takes the next records to send out of the queue, in order; they stay known until they are forgotten. */
  take({ records, partitionBytes }: BatchLimits): StoredOutput[] {
    const bytes = new Map<string, number>();
    let count = 0;
    for (const record of this.waiting) {
      const partition = `${record.lane} ${record.topic}`;
      const sum = (bytes.get(partition) ?? 0) + sizeOf(record);
      if (count === records || (count > 0 && sum > partitionBytes)) break;
      bytes.set(partition, sum);
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  /** Puts records that were taken and not sent back to the front, but for those of lanes that were lost meanwhile. */
  putBack(records: readonly StoredOutput[]): void {
    this.forget(records.filter(({ lane }) => !this.owned.has(lane)).map(({ id }) => id));
    this.waiting.unshift(...records.filter(({ lane }) => this.owned.has(lane)));
  }

  /** Lets go of records that are not in the table any more, or are not to be sent. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) this.known.delete(id);
  }

  private push(records: readonly StoredOutput[]): number {
    const fresh = records.filter(({ id }) => !this.known.has(id));
    for (const record of fresh) {
      this.known.add(record.id);
      this.waiting.push(record);
    }
    if (fresh.length > 0) this.onWaiting();
    return fresh.length;
  }

  private lose(lane: number): void {
    this.owned.delete(lane);
    this.reopen(lane);
  }
}

function add<K>(counts: Map<K, number>, one: K): void {
  counts.set(one, (counts.get(one) ?? 0) + 1);
}

function remove<K>(counts: Map<K, number>, one: K): void {
  const left = counts.get(one)! - 1;
  if (left > 0) counts.set(one, left);
  else counts.delete(one);
}

function keyOf({ key, messageId }: Output): string {
  return key === null ? messageId : key.toString('latin1');
}

function sizeOf({ key, value, headers }: Output): number {
  let size = (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers)) size += name.length + text.length;
  return size;
}
