import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the tables of outgoing calls; their slots are leases of messaging's table. */
export class CreateOutbound1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbound_call (
        id             bigint GENERATED ALWAYS AS IDENTITY,
        target         text NOT NULL,
        type           text NOT NULL,
        order_key      text NOT NULL,
        repeat_key     text NOT NULL,
        command_id     uuid,
        data           json,
        state          text NOT NULL DEFAULT 'pending',
        act            text NOT NULL DEFAULT 'send',
        attempts       integer NOT NULL DEFAULT 0,
        due_at         timestamptz NOT NULL DEFAULT now(),
        lease_version  integer NOT NULL DEFAULT 0,
        lease_until    timestamptz,
        slot           text,
        slot_epoch     bigint,
        first_sent_at  timestamptz,
        last_sent_at   timestamptz,
        uncertain_since timestamptz,
        empty_look_ups integer NOT NULL DEFAULT 0,
        refusal        json,
        outcome        json,
        cause_id       text NOT NULL,
        correlation_id text NOT NULL,
        accepted_at    bigint NOT NULL,
        traceparent    text,
        created_at     timestamptz NOT NULL DEFAULT now(),
        ended_at       timestamptz,
        CONSTRAINT pk_outbound_call PRIMARY KEY (id),
        CONSTRAINT ck_outbound_call_state
          CHECK (state IN ('pending', 'processing', 'completed', 'failed', 'unknown', 'withdrawn')),
        CONSTRAINT ck_outbound_call_act CHECK (act IN ('send', 'look-up')),
        CONSTRAINT ck_outbound_call_leased CHECK ((state = 'processing') = (lease_until IS NOT NULL)),
        CONSTRAINT ck_outbound_call_certain CHECK (uncertain_since IS NULL OR state IN ('unknown', 'processing')),
        CONSTRAINT ck_outbound_call_uncertain CHECK (state <> 'unknown' OR uncertain_since IS NOT NULL),
        CONSTRAINT ck_outbound_call_ended
          CHECK ((state IN ('completed', 'failed', 'withdrawn')) = (ended_at IS NOT NULL)),
        CONSTRAINT ck_outbound_call_outcome CHECK ((state IN ('completed', 'failed')) = (outcome IS NOT NULL)),
        CONSTRAINT ck_outbound_call_data CHECK ((ended_at IS NULL) = (data IS NOT NULL))
      )`);
    await runner.query(`
      CREATE INDEX ix_outbound_call_due ON outbound_call (target, due_at, id) WHERE state IN ('pending', 'unknown')`);
    await runner.query(`
      CREATE INDEX ix_outbound_call_order ON outbound_call (target, order_key, id)
      WHERE state IN ('pending', 'processing', 'unknown')`);
    await runner.query(`
      CREATE INDEX ix_outbound_call_lease ON outbound_call (lease_until) WHERE state = 'processing'`);
    await runner.query(`
      CREATE INDEX ix_outbound_call_command ON outbound_call (command_id) WHERE command_id IS NOT NULL`);
    await runner.query(`CREATE INDEX ix_outbound_call_order_key ON outbound_call (order_key, id)`);
    await runner.query(`
      CREATE TABLE outbound_attempt (
        call_id       bigint NOT NULL,
        lease_version integer NOT NULL,
        act           text NOT NULL,
        started_at    timestamptz NOT NULL,
        finished_at   timestamptz,
        result        text NOT NULL,
        reason        text,
        request       json,
        response      json,
        late          boolean NOT NULL DEFAULT false,
        CONSTRAINT pk_outbound_attempt PRIMARY KEY (call_id, lease_version),
        CONSTRAINT fk_outbound_attempt_call FOREIGN KEY (call_id) REFERENCES outbound_call (id) ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE TABLE outbound_decision (
        id       bigint GENERATED ALWAYS AS IDENTITY,
        call_id  bigint NOT NULL,
        decision text NOT NULL,
        actor    text NOT NULL,
        reason   text NOT NULL,
        at       timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_outbound_decision PRIMARY KEY (id),
        CONSTRAINT fk_outbound_decision_call FOREIGN KEY (call_id) REFERENCES outbound_call (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbound_decision, outbound_attempt, outbound_call');
  }
}

/** The migrations of a service that makes outgoing calls, beside those of its messaging. */
export const outboundMigrations = [CreateOutbound1763700000000];
