/** Why nothing is taken from a partition for now. */
export const PauseReason = {
  /** The database or a lock did not answer; ends by itself. */
  database: 'database-unavailable',
  /** The schema registry did not answer; ends by itself. */
  registry: 'registry-unavailable',
  /** Too many rows wait in the outbox; ends by itself. */
  outbox: 'outbox-full',
  /** The log no longer holds the position that the database names; a person decides. */
  positionLost: 'position-lost',
} as const;

export type PauseReason = (typeof PauseReason)[keyof typeof PauseReason];

/** A partition that this member owns, as this member knows it. The progress row has the last word. */
export class OwnedPartition {
  /** Set while a pause is on. */
  paused: PauseReason | undefined;
  /** How often in a row the partition had to rest. */
  rests = 0;
  /** Whether the consumer was sent to `position` since it last came with the right one. */
  sought = false;

  constructor(
    readonly topic: string,
    readonly number: number,
    /** What this owner last read from, or wrote to, the progress row: the next offset to handle. */
    public position: bigint,
    /** How often it was assigned since its position last moved. */
    readonly starts = 1,
  ) {}
}
