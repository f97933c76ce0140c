import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where consumers are, what they have seen, and what they had to put aside. */
export class CreateConsumerTables1700000000001 implements MigrationInterface {
  static readonly appendOnly = ['held_act'];
  readonly name = 'CreateConsumerTables1700000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE consumer_progress (
        consumer text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        next_offset bigint NOT NULL,
        starts integer NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_consumer_progress PRIMARY KEY (consumer, topic, partition)
      )`);
    await db.query(`
      CREATE TABLE inbox (
        consumer text NOT NULL,
        message_id uuid NOT NULL,
        CONSTRAINT pk_inbox PRIMARY KEY (consumer, message_id)
      ) PARTITION BY RANGE (message_id)`);
    await db.query('CREATE TABLE inbox_default PARTITION OF inbox DEFAULT');
    await db.query(`
      CREATE TABLE held_message (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        consumer text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        key bytea,
        seq bigint NOT NULL,
        message_id uuid NOT NULL,
        type text,
        correlation_id text NOT NULL,
        correlation_made boolean NOT NULL DEFAULT false,
        value bytea,
        headers json NOT NULL,
        recorded_at timestamptz NOT NULL,
        state text NOT NULL,
        blocks boolean NOT NULL,
        started integer NOT NULL DEFAULT 0,
        finished integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        first_cause jsonb,
        cause_code text,
        cause_stage text,
        cause_detail text,
        held_at timestamptz NOT NULL DEFAULT now(),
        resolved_at timestamptz,
        CONSTRAINT pk_held_message PRIMARY KEY (id),
        CONSTRAINT uq_held_message_position UNIQUE (consumer, topic, partition, seq),
        CONSTRAINT ck_held_message_state CHECK (state IN ('waiting', 'dead', 'handled', 'discarded'))
      )`);
    await db.query(`
      CREATE INDEX ix_held_message_open ON held_message (consumer, topic, key, seq)
      WHERE state IN ('waiting', 'dead')`);
    await db.query(`CREATE INDEX ix_held_message_due ON held_message (consumer, due_at) WHERE state = 'waiting'`);
    await db.query('CREATE INDEX ix_held_message_list ON held_message (held_at, id)');
    await db.query(`
      CREATE TABLE held_act (
        id bigint GENERATED ALWAYS AS IDENTITY,
        held_id uuid NOT NULL,
        act text NOT NULL,
        actor text NOT NULL,
        reason text,
        at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_held_act PRIMARY KEY (id),
        CONSTRAINT fk_held_act_message FOREIGN KEY (held_id) REFERENCES held_message (id) ON DELETE CASCADE,
        CONSTRAINT ck_held_act_act CHECK (act IN ('redrive', 'discard'))
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE held_act, held_message, inbox, consumer_progress');
  }
}
