import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What steering outgoing calls needs: where each attempt and each decision led, so that the history of a call can be
 * told; pauses that persons have opened; and a way to let go of ended calls.
 *
 * Ended calls stay append-only for the service: they are forgotten by a function that runs with the rights of its owner,
 * and that spares what ended within 30 days, whoever asks. It scans bitmaps, which the services' connections avoid: that
 * is how the small index of FindEndedCalls1763700000005 is read.
 */
export class AddSteering1763700000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [{ schema: string }];
    await runner.query('ALTER TABLE outbound_attempt ADD COLUMN led_to text, ADD COLUMN settled_at timestamptz');
    await runner.query('ALTER TABLE outbound_decision ADD COLUMN led_to text');
    await runner.query('CREATE INDEX ix_outbound_decision_call ON outbound_decision (call_id, id)');
    await runner.query(`
      CREATE TABLE outbound_pause (
        target  text NOT NULL,
        since   timestamptz NOT NULL DEFAULT now(),
        until   timestamptz NOT NULL DEFAULT 'infinity',
        actor   text NOT NULL,
        reason  text NOT NULL,
        CONSTRAINT pk_outbound_pause PRIMARY KEY (target)
      )`);
    await runner.query(`
      CREATE FUNCTION forget_outbound_calls(ended_before timestamptz, at_most integer) RETURNS bigint
      LANGUAGE sql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET enable_bitmapscan = on AS $$
        WITH old AS MATERIALIZED (
          SELECT id FROM outbound_ended_call
          WHERE ended_at < least(ended_before, now() - interval '30 days') LIMIT at_most
        ), attempts AS (
          DELETE FROM outbound_attempt WHERE call_id IN (SELECT id FROM old)
        ), decisions AS (
          DELETE FROM outbound_decision WHERE call_id IN (SELECT id FROM old)
        ), calls AS (
          DELETE FROM outbound_ended_call WHERE id IN (SELECT id FROM old) RETURNING id
        )
        SELECT count(*) FROM calls
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION forget_outbound_calls');
    await runner.query('DROP INDEX ix_outbound_decision_call');
    await runner.query('DROP TABLE outbound_pause');
    await runner.query('ALTER TABLE outbound_decision DROP COLUMN led_to');
    await runner.query('ALTER TABLE outbound_attempt DROP COLUMN led_to, DROP COLUMN settled_at');
  }
}
