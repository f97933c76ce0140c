import type { Catalogue } from '@kervan/contracts';

/** For how long what is done with is kept. */
export interface RetentionPolicy {
  /** Ids in the inbox: longer than any topic keeps a record, so that nothing that comes again is taken for new. */
  readonly inboxDays: number;
  /** So many days ahead the inbox's partitions are made. */
  readonly inboxDaysAhead: number;
  /**
   * Commands with an outcome: longer than the longest deadline, so that whoever asks again gets the first reply; and for
   * as long as a message of their key is held on their topic.
   */
  readonly commandDays: number;
  /** Held messages that were handled or discarded: they hold data of customers, so no longer than the topics do. */
  readonly heldDays: number;
  /** From one look to the next; milliseconds. */
  readonly everyMs: number;
  /** Rows deleted in one transaction. */
  readonly batch: number;
}

/** Beyond the topics' retention: a day in which a segment of the log fills up, and one for the work itself. */
const MARGIN_DAYS = 2;

/** The policy for a service that consumes the topics of a catalogue. */
export function retentionPolicyFor({ topics }: Pick<Catalogue, 'topics'>): RetentionPolicy {
  const longest = Math.max(0, ...topics.map(({ retentionDays }) => retentionDays));
  return {
    inboxDays: longest + MARGIN_DAYS,
    inboxDaysAhead: 3,
    commandDays: 60,
    heldDays: longest,
    everyMs: 3_600_000,
    batch: 5_000,
  };
}
