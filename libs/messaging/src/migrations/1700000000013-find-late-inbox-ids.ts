import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Gives each new day of the inbox an index of the ids that were entered after it, which are few: a day that is let go is
 * not read to find those to keep.
 *
 * The days that are there stay without, and are read once more when their time has come: to build an index of each would
 * read them all during the upgrade.
 */
export class FindLateInboxIds1700000000013 implements MigrationInterface {
  readonly name = 'FindLateInboxIds1700000000013';

  async up(db: QueryRunner): Promise<void> {
    await putOpenInboxDay(
      db,
      `EXECUTE format('CREATE INDEX %I ON %I (entered_at) WHERE entered_at >= %L',
          'ix_' || partition || '_late', partition, (day + 1)::timestamp AT TIME ZONE 'UTC');`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await putOpenInboxDay(db);
    const indexes = (await db.query(`SELECT indexname AS name FROM pg_indexes
      WHERE schemaname = current_schema() AND indexname ~ '^ix_inbox_[0-9]{8}_late$'`)) as readonly { readonly name: string }[];
    for (const { name } of indexes) await db.query(`DROP INDEX ${name}`);
  }
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
