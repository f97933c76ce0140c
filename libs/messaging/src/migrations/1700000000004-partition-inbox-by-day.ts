import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets the inbox be kept in partitions of one day's ids each, and old rows be found.
 *
 * The partitions are made and dropped by two functions that run with the rights of their owner, so that a service needs
 * no right to change tables. They wait 1 s for their locks, then fail and leave everything as it was.
 */
export class PartitionInboxByDay1700000000004 implements MigrationInterface {
  readonly name = 'PartitionInboxByDay1700000000004';

  async up(db: QueryRunner): Promise<void> {
    const [{ schema }] = (await db.query('SELECT quote_ident(current_schema()) AS schema')) as [{ schema: string }];
    await db.query('ALTER TABLE inbox ADD COLUMN entered_at timestamptz NOT NULL DEFAULT now()');
    await db.query('CREATE INDEX ix_inbox_default_entered ON inbox_default (entered_at)');
    await db.query('CREATE INDEX ix_held_act_message ON held_act (held_id)');
    await db.query(`
      CREATE FUNCTION first_id_of_day(day date) RETURNS uuid LANGUAGE sql IMMUTABLE
      RETURN (lpad(to_hex((day - date '1970-01-01')::bigint * 86400000), 12, '0') || repeat('0', 20))::uuid`);
    await db.query(`
      COMMENT ON FUNCTION first_id_of_day IS 'The lowest id of messages that were accepted on a day (UTC) or later'`);
    await db.query(`
      CREATE FUNCTION open_inbox_day(day date) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET lock_timeout = '1s' AS $$
      DECLARE
        partition text := 'inbox_' || to_char(day, 'YYYYMMDD');
        lowest uuid := first_id_of_day(day);
        beyond uuid := first_id_of_day(day + 1);
      BEGIN
        LOCK TABLE inbox_default IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE %I (LIKE inbox INCLUDING DEFAULTS INCLUDING INDEXES)', partition);
        EXECUTE format(
          'WITH moved AS (DELETE FROM inbox_default WHERE message_id >= $1 AND message_id < $2 RETURNING *)
           INSERT INTO %I SELECT * FROM moved', partition) USING lowest, beyond;
        EXECUTE format('ALTER TABLE inbox ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, lowest, beyond);
      END $$`);
    await db.query(`
      CREATE FUNCTION close_inbox_day(day date, entered_before timestamptz) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET lock_timeout = '1s' AS $$
      DECLARE
        partition text := 'inbox_' || to_char(day, 'YYYYMMDD');
      BEGIN
        EXECUTE format('ALTER TABLE inbox DETACH PARTITION %I', partition);
        EXECUTE format('INSERT INTO inbox SELECT * FROM %I WHERE entered_at >= $1', partition) USING entered_before;
        EXECUTE format('DROP TABLE %I', partition);
      END $$`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION close_inbox_day, open_inbox_day, first_id_of_day');
    await db.query('DROP INDEX ix_held_act_message, ix_inbox_default_entered');
    await db.query('ALTER TABLE inbox DROP COLUMN entered_at');
  }
}
