import type pg from 'pg';
import { type ContenderPlan, kervanContender } from '../hop/hop-stage.js';

/** What there is more of, from level to level. */
export const hopAxes = ['stored', 'keys', 'topics'] as const;

export type HopAxis = (typeof hopAxes)[number];

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

/** Messages that were consumed since midnight, UTC: the partition of today is the one that each chunk is looked up in. */
async function fillInbox(database: pg.Client, service: string, count: number): Promise<void> {
  await database.query(`SELECT open_inbox_day((now() AT TIME ZONE 'UTC')::date)`);
  await database.query(
    `INSERT INTO inbox (consumer, message_id)
     SELECT $1, (lpad(to_hex(at), 12, '0') || '8' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid
     FROM (SELECT (extract(epoch FROM now()) * 1000)::bigint - (extract(epoch FROM now())::bigint % 86400 * 1000 * n / $2) AS at, md5(n::text) AS hash
           FROM generate_series(0, $2::bigint - 1) n) ids`,
    [service, count],
  );
  await settle(database, 'inbox');
}

/** Orders of other keys in the table that the handler writes to. */
async function fillOrders(database: pg.Client, count: number): Promise<void> {
  await database.query(
    `INSERT INTO hop_order (order_id, company, order_number, gross_minor, currency, placed_at, taken_at)
     SELECT gen_random_uuid(), 'AM01', 'stored-' || n, 100, 'TRY', now(), now() FROM generate_series(1, $1::integer) n`,
    [count],
  );
  await settle(database, 'hop_order');
}

/** Has what was filled in bulk analysed and on its disk, so that the round does not pay for it. */
export async function settle(database: pg.Client, tables: string): Promise<void> {
  await database.query(`VACUUM ANALYZE ${tables}`);
  await database.query('CHECKPOINT');
}
