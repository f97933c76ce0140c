import { readRecords } from '../topics/read-records.js';

/** What lies on topics. */
export interface Wire {
  readonly records: number;
  /** Records whose `ce_id` another record of the same topic has had before; inboxes drop them. */
  readonly doubled: number;
}

/** Reads topics from their beginnings to what are their ends now. */
export async function readWire(kafkaBrokers: string, topics: readonly string[]): Promise<Wire> {
  const seen = new Set<string>();
  let records = 0;
  await readRecords(kafkaBrokers, topics, ({ topic, headers }) => {
    records += 1;
    seen.add(`${topic} ${headers.ce_id}`);
  });
  return { records, doubled: records - seen.size };
}
