import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits to be sent, what waits for its time, how commands stand, and which id stands for which schema. */
export class CreateOutputTables1700000000002 implements MigrationInterface {
  static readonly appendOnly = ['registered_schema'];
  readonly name = 'CreateOutputTables1700000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE outbox_message (
        id bigserial NOT NULL,
        lane smallint NOT NULL,
        topic text NOT NULL,
        key bytea,
        message_id uuid NOT NULL,
        value bytea,
        headers json NOT NULL,
        handed_to uuid,
        state text NOT NULL DEFAULT 'ready',
        stuck_cause text,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_outbox_message PRIMARY KEY (id),
        CONSTRAINT ck_outbox_message_state CHECK (state IN ('ready', 'stuck'))
      )`);
    await db.query(`CREATE INDEX ix_outbox_message_lane ON outbox_message (lane, id) WHERE state = 'ready'`);
    await db.query(`CREATE INDEX ix_outbox_message_stuck ON outbox_message (key, id) WHERE state = 'stuck'`);
    await db.query(`
      ALTER TABLE outbox_message SET (
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000)`);
    await db.query(`
      CREATE TABLE scheduled_message (
        name text NOT NULL,
        due_at timestamptz NOT NULL,
        lane smallint NOT NULL,
        topic text NOT NULL,
        key bytea NOT NULL,
        message_id uuid NOT NULL,
        value bytea NOT NULL,
        headers json NOT NULL,
        CONSTRAINT pk_scheduled_message PRIMARY KEY (name)
      )`);
    await db.query('CREATE INDEX ix_scheduled_message_due ON scheduled_message (due_at)');
    await db.query(`
      CREATE TABLE command (
        command_id uuid NOT NULL,
        type text,
        topic text NOT NULL,
        key text NOT NULL,
        state text NOT NULL,
        reply_type text,
        reply bytea,
        begun_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        CONSTRAINT pk_command PRIMARY KEY (command_id),
        CONSTRAINT ck_command_state CHECK (state IN ('running', 'finished', 'withdrawn')),
        CONSTRAINT ck_command_reply CHECK ((state = 'running') = (reply IS NULL))
      )`);
    await db.query(`
      CREATE TABLE registered_schema (
        fingerprint char(64) NOT NULL,
        id integer NOT NULL,
        schema text NOT NULL,
        CONSTRAINT pk_registered_schema PRIMARY KEY (fingerprint)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE registered_schema, command, scheduled_message, outbox_message');
  }
}
