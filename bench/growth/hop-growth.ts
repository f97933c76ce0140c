import type pg from 'pg';
import { type ContenderPlan, kervanContender } from '../hop/hop-stage.js';

/** What there is more of, from level to level. */
export const hopAxes = ['stored', 'keys', 'topics'] as const;

export type HopAxis = (typeof hopAxes)[number];

const DAYS_KEPT = 28;

/** The hop of Kervan with so much of something. */
export function hopWith(axis: HopAxis, count: number): ContenderPlan {
  const name = nameOf(axis, count);
  switch (axis) {
    case 'stored':
      return { ...kervanContender, name, prepare: (database, service) => fillInbox(database, service, count) };
    case 'keys':
      return { ...kervanContender, name, prepare: (database) => fillOrders(database, count) };
    case 'topics':
      return { ...kervanContender, name, idleTopics: count - 1 };
  }
}

/** The name that rounds at a level have. */
export function nameOf(axis: string, count: number): string {
  return `${axis} ${count.toLocaleString('en')}`;
}

/** Messages that were consumed in the past weeks, in the partitions of their days. */
async function fillInbox(database: pg.Client, service: string, count: number): Promise<void> {
  await database.query(`SELECT open_inbox_day((now() AT TIME ZONE 'UTC')::date - ago) FROM generate_series(0, $1::integer - 1) ago`, [DAYS_KEPT]);
  await database.query(
    `INSERT INTO inbox (consumer, message_id)
     SELECT $1, (lpad(to_hex(at), 12, '0') || '8' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid
     FROM (SELECT (extract(epoch FROM now()) * 1000)::bigint - (n::bigint * $3 * 86400000 / $2) AS at, md5(n::text) AS hash
           FROM generate_series(0, $2::integer - 1) n) ids`,
    [service, count, DAYS_KEPT],
  );
  await database.query('VACUUM ANALYZE inbox');
}

/** Orders of other keys in the table that the handler writes to. */
async function fillOrders(database: pg.Client, count: number): Promise<void> {
  await database.query(
    `INSERT INTO hop_order (order_id, company, order_number, gross_minor, currency, placed_at, taken_at)
     SELECT gen_random_uuid(), 'AM01', 'stored-' || n, 100, 'TRY', now(), now() FROM generate_series(1, $1::integer) n`,
    [count],
  );
  await database.query('VACUUM ANALYZE hop_order');
}
