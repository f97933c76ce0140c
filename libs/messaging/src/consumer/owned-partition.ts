/** Why nothing is taken from a partition for now. */
export const PauseReason = {
  /** The database or a lock did not answer; ends by itself. */
  database: 'database-unavailable',
  /** The schema registry did not answer; ends by itself. */
  registry: 'registry-unavailable',
  /** Too many rows wait in the outbox; ends by itself. */
  outbox: 'outbox-full',
  /** Too much of what was taken is still to be done; what comes waits in its topic. Ends by itself. */
  work: 'work-waits',
  /** Most messages fail, as after a bad release: it is tried with a few now and then; ends by itself. */
  failing: 'most-messages-fail',
  /** The log no longer holds the position that the database names; a person decides. */
  positionLost: 'position-lost',
} as const;

export type PauseReason = (typeof PauseReason)[keyof typeof PauseReason];

/** Where a fetch began. */
export const Place = {
  /** At the record that is wanted. */
  wanted: 'wanted',
  /** Elsewhere, as after a restart of the client: what is wanted is to be fetched. */
  elsewhere: 'elsewhere',
  /** Elsewhere although it was sent to what is wanted: the log no longer holds that. */
  lost: 'lost',
} as const;

export type Place = (typeof Place)[keyof typeof Place];

/** A partition that this member owns, as this member knows it. The progress row has the last word. */
export class OwnedPartition {
  /** Set while it rests: nothing is fetched of it. */
  paused: PauseReason | undefined;
  /** While no more work is taken: nothing is handled, and records are looked through for what takes work back. */
  looksAhead = false;
  /** How far it was looked through. */
  lookedTo = 0n;
  /** How often in a row the partition had to rest. */
  rests = 0;
  /** The position with which it was assigned. */
  readonly assignedAt: bigint;
  /** The position at which the start of its first chunk was counted. */
  countedAt: bigint | undefined;
  /** Where the consumer was sent, since it last came with what is wanted. */
  private sought: bigint | undefined;

  constructor(
    readonly topic: string,
    readonly number: number,
    /** What this owner last read from, or wrote to, the progress row: the next offset to handle. */
    public position: bigint,
    /** How many processes have ended in the first chunk that they took from this position. */
    readonly starts = 0,
    /** A message that a process has run alone from this position, and perhaps died of. */
    readonly startedAlone: bigint | undefined = undefined,
  ) {
    this.assignedAt = position;
  }

  /** Why nothing is handled for now. */
  get pauseReason(): PauseReason | undefined {
    return this.paused ?? (this.looksAhead ? PauseReason.work : undefined);
  }

  /**
   * What to make of a fetch that began at `found`. What is wanted may have moved while the consumer was on its way to where
   * it was sent: only who was sent to this very record and comes with another one finds that the log does not hold it.
   */
  placeOf(found: bigint): Place {
    const { wanted, sought } = this;
    this.sought = found === wanted ? undefined : wanted;
    if (found === wanted) return Place.wanted;
    return sought === wanted ? Place.lost : Place.elsewhere;
  }

  /** The next record that is wanted from the log. */
  get wanted(): bigint {
    return this.looksAhead && this.lookedTo > this.position ? this.lookedTo : this.position;
  }
}
