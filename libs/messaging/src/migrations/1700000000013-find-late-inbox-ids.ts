import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Gives each day of the inbox an index of the ids that were entered after it, which are few: a day that is let go is not
 * read to find those to keep.
 *
 * The days that are there get theirs while the former release goes on entering ids: hence no transaction. What was
 * broken off is run again from the start.
 */
export class FindLateInboxIds1700000000013 implements MigrationInterface {
  readonly name = 'FindLateInboxIds1700000000013';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await putOpenInboxDay(
      db,
      `EXECUTE format('CREATE INDEX %I ON %I (entered_at) WHERE entered_at >= %L',
          'ix_' || partition || '_late', partition, (day + 1)::timestamp AT TIME ZONE 'UTC');`,
    );
    for (const { partition, ended, broken } of await days(db)) {
      const index = `ix_${partition}_late`;
      if (broken) await db.query(`DROP INDEX CONCURRENTLY ${index}`);
      await db.query(`
        CREATE INDEX CONCURRENTLY IF NOT EXISTS ${index} ON ${partition} (entered_at) WHERE entered_at >= '${ended}'`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await putOpenInboxDay(db);
    for (const { partition } of await days(db)) await db.query(`DROP INDEX IF EXISTS ix_${partition}_late`);
  }
}

interface Day {
  readonly partition: string;
  /** The instant, as text. */
  readonly ended: string;
  /** Whether its index was left half made. */
  readonly broken: boolean;
}

function days(db: QueryRunner): Promise<readonly Day[]> {
  return db.query(`
    SELECT day.relname AS partition, to_char(to_date(right(day.relname, 8), 'YYYYMMDD') + 1, 'YYYY-MM-DD "00:00:00+00"') AS ended,
      EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('ix_' || day.relname || '_late') AND NOT indisvalid) AS broken
    FROM pg_inherits JOIN pg_class day ON day.oid = inhrelid
    WHERE inhparent = 'inbox'::regclass AND day.relname ~ '^inbox_[0-9]{8}$'
    ORDER BY day.relname`) as Promise<readonly Day[]>;
}

/** The function that makes a day's partition, with one more statement for the partition while it is empty. */
async function putOpenInboxDay(db: QueryRunner, more = ''): Promise<void> {
  const [{ schema }] = (await db.query('SELECT quote_ident(current_schema()) AS schema')) as [{ schema: string }];
  await db.query(`
    CREATE OR REPLACE FUNCTION open_inbox_day(day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET lock_timeout = '1s' AS $$
    DECLARE
      partition text := 'inbox_' || to_char(day, 'YYYYMMDD');
      lowest uuid := first_id_of_day(day);
      beyond uuid := first_id_of_day(day + 1);
    BEGIN
      LOCK TABLE inbox_default IN ACCESS EXCLUSIVE MODE;
      EXECUTE format('CREATE TABLE %I (LIKE inbox INCLUDING DEFAULTS INCLUDING INDEXES)', partition);
      ${more}
      EXECUTE format(
        'WITH moved AS (DELETE FROM inbox_default WHERE message_id >= $1 AND message_id < $2 RETURNING *)
         INSERT INTO %I SELECT * FROM moved', partition) USING lowest, beyond;
      EXECUTE format('ALTER TABLE inbox ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, lowest, beyond);
    END $$`);
}
