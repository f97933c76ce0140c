import { setTimeout as delay } from 'node:timers/promises';
import { type Attributes, metrics, type ObservableGauge } from '@opentelemetry/api';

/** Rows of one kind that stand in a table: how many, and since when the oldest does. */
export interface Standing {
  /** What tells these from others; few values, never those of an order. */
  readonly labels: Attributes;
  readonly count: number;
  /** Age of the oldest, in seconds; null where there is none, or it does not matter. */
  readonly oldestSeconds: number | null;
}

/** Reads what stands. */
export type ReadStanding = () => Promise<readonly Standing[]>;

/** What is read serves every scrape of this time; milliseconds. */
export const STANDING_FOR_MS = 15_000;

/** A scrape waits so long: what is read from Kafka or a database that is away must not hide all else; milliseconds. */
const READ_WITHIN_MS = 2_000;

/** Runs a statement; a service's own way to its database. */
export type ReadRows = (sql: string) => Promise<readonly unknown[]>;

const meter = metrics.getMeter('@kervan/messaging');

const attention = {
  count: meter.createObservableGauge('kervan.attention.items', { description: 'What waits for a person, by kind.' }),
  oldest: meter.createObservableGauge('kervan.attention.oldest_seconds', {
    description: 'How long the oldest of what waits for a person has waited, by kind.',
  }),
};

/**
 * Shows what stands in a table as two gauges, its count and the age of the oldest.
 *
 * The table is read by a scrape, at most once in 15 s; without scrapes it is not read at all. Every replica reads it and
 * tells the same, so take the maximum over replicas, never the sum. What cannot be read within 2 s is not shown.
 */
export function observeStanding(
  { count, oldest }: { readonly count: ObservableGauge; readonly oldest: ObservableGauge },
  read: ReadStanding,
): void {
  const standing = keptFor(STANDING_FOR_MS, read);
  meter.addBatchObservableCallback(
    async (result) => {
      for (const { labels, count: rows, oldestSeconds } of await standing()) {
        result.observe(count, rows, labels);
        if (oldestSeconds !== null) result.observe(oldest, oldestSeconds, labels);
      }
    },
    [count, oldest],
  );
}

/** Shows what waits for a person, by kind, as {@link observeStanding} does. */
export function observeAttention(kind: string, read: () => Promise<Omit<Standing, 'labels'>>): void {
  observeStanding(attention, async () => {
    const { count, oldestSeconds } = await read();
    return [{ labels: { kind }, count, oldestSeconds: oldestSeconds ?? 0 }];
  });
}

/**
 * Shows the rows of a service's own table that wait for a person, by kind.
 *
 * @param from the table, or a join, with its condition. @param since the column that tells since when a row waits.
 */
export function observeWaitingRows(read: ReadRows, kind: string, from: string, since: string): void {
  const statement = `SELECT count(*)::integer AS count, extract(epoch FROM now() - min(${since}))::float8 AS oldest FROM ${from}`;
  observeAttention(kind, async () => {
    const [row] = (await read(statement)) as readonly { count: number; oldest: number | null }[];
    return { count: row?.count ?? 0, oldestSeconds: row?.oldest ?? null };
  });
}

/** Asks at most once in a time, and keeps the answer for all who ask meanwhile; no answer, or a late one, is none. */
export function keptFor<T>(
  ms: number,
  read: () => Promise<readonly T[]>,
  now = () => performance.now(),
  withinMs = READ_WITHIN_MS,
): () => Promise<readonly T[]> {
  let readAt = -Infinity;
  let kept: Promise<readonly T[]> = Promise.resolve([]);
  return () => {
    if (now() - readAt >= ms) {
      readAt = now();
      kept = Promise.race([read(), delay(withinMs, [], { ref: false })]).catch(() => []);
    }
    return kept;
  };
}
