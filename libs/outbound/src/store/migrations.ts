import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FindEndedCalls1763700000005 } from './ended-calls-migration.js';
import { AddSteering1763700000003 } from './steering-migration.js';
import { AddTypeQueue1763700000004 } from './type-queue-migration.js';

/** Creates the tables of outgoing calls; their slots are leases of messaging's table. */
export class CreateOutbound1763700000000 implements MigrationInterface {
  static readonly appendOnly = ['outbound_ended_call', 'outbound_decision'];
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbound_open_call (
        id             bigint GENERATED ALWAYS AS IDENTITY,
        target         text NOT NULL,
        type           text NOT NULL,
        order_key      text NOT NULL,
        repeat_key     text NOT NULL,
        command_id     uuid,
        data           text STORAGE EXTERNAL NOT NULL,
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
        cause_id       text NOT NULL,
        correlation_id text NOT NULL,
        accepted_at    bigint NOT NULL,
        traceparent    text,
        created_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_outbound_open_call PRIMARY KEY (id),
        CONSTRAINT ck_outbound_open_call_state CHECK (state IN ('pending', 'processing', 'unknown')),
        CONSTRAINT ck_outbound_open_call_act CHECK (act IN ('send', 'look-up')),
        CONSTRAINT ck_outbound_open_call_leased CHECK ((state = 'processing') = (lease_until IS NOT NULL)),
        CONSTRAINT ck_outbound_open_call_certain CHECK (state <> 'pending' OR uncertain_since IS NULL),
        CONSTRAINT ck_outbound_open_call_uncertain CHECK (state <> 'unknown' OR uncertain_since IS NOT NULL)
      ) WITH (fillfactor = 50)`);
    await runner.query(`CREATE INDEX ix_outbound_open_call_due ON outbound_open_call (target, due_at, id)`);
    await runner.query(`CREATE INDEX ix_outbound_open_call_order ON outbound_open_call (order_key, target, id)`);
    await runner.query(`
      CREATE INDEX ix_outbound_open_call_uncertain ON outbound_open_call (id) WHERE uncertain_since IS NOT NULL`);
    await runner.query(`
      CREATE INDEX ix_outbound_open_call_command ON outbound_open_call (command_id) WHERE command_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE outbound_ended_call (
        id             bigint NOT NULL,
        target         text NOT NULL,
        type           text NOT NULL,
        order_key      text NOT NULL,
        repeat_key     text NOT NULL,
        command_id     uuid,
        state          text NOT NULL,
        act            text NOT NULL,
        attempts       integer NOT NULL,
        outcome        json,
        correlation_id text NOT NULL,
        created_at     timestamptz NOT NULL,
        ended_at       timestamptz NOT NULL,
        CONSTRAINT pk_outbound_ended_call PRIMARY KEY (id),
        CONSTRAINT ck_outbound_ended_call_state CHECK (state IN ('completed', 'failed', 'withdrawn')),
        CONSTRAINT ck_outbound_ended_call_outcome CHECK ((state = 'withdrawn') = (outcome IS NULL))
      )`);
    await runner.query(`CREATE INDEX ix_outbound_ended_call_order_key ON outbound_ended_call (order_key, id)`);
    await runner.query(`
      CREATE INDEX ix_outbound_ended_call_state ON outbound_ended_call (state, id) WHERE state <> 'completed'`);
    await runner.query(`
      CREATE VIEW outbound_call AS
        SELECT id, target, type, order_key, repeat_key, command_id, state, act, attempts, due_at, uncertain_since,
               NULL::json AS outcome, correlation_id, created_at, NULL::timestamptz AS ended_at
        FROM outbound_open_call
        UNION ALL
        SELECT id, target, type, order_key, repeat_key, command_id, state, act, attempts, NULL, NULL,
               outcome, correlation_id, created_at, ended_at
        FROM outbound_ended_call`);
    await runner.query(`
      CREATE TABLE outbound_attempt (
        call_id       bigint NOT NULL,
        lease_version integer NOT NULL,
        act           text NOT NULL,
        started_at    timestamptz NOT NULL,
        finished_at   timestamptz,
        result        text NOT NULL,
        reason        text,
        request       text,
        response      text,
        late          boolean NOT NULL DEFAULT false,
        CONSTRAINT pk_outbound_attempt PRIMARY KEY (call_id, lease_version)
      )`);
    await runner.query(`
      CREATE TABLE outbound_decision (
        id       bigint GENERATED ALWAYS AS IDENTITY,
        call_id  bigint NOT NULL,
        decision text NOT NULL,
        actor    text NOT NULL,
        reason   text NOT NULL,
        at       timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_outbound_decision PRIMARY KEY (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW outbound_call');
    await runner.query('DROP TABLE outbound_decision, outbound_attempt, outbound_ended_call, outbound_open_call');
  }
}

/** What a call's spans tell of its order; calls that are open when it is added tell it no more than before. */
export class AddCallBaggage1763700000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbound_open_call ADD COLUMN baggage text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbound_open_call DROP COLUMN baggage');
  }
}

/** When this database was set back to an earlier state: calls from before may have been made after it was written. */
export class CreateOutboundRestore1763700000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbound_restore (
        marked_at timestamptz NOT NULL DEFAULT now(),
        calls     integer NOT NULL,
        CONSTRAINT pk_outbound_restore PRIMARY KEY (marked_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbound_restore');
  }
}

/** The migrations of a service that makes outgoing calls, beside those of its messaging. */
export const outboundMigrations = [
  CreateOutbound1763700000000,
  AddCallBaggage1763700000001,
  CreateOutboundRestore1763700000002,
  AddSteering1763700000003,
  AddTypeQueue1763700000004,
  FindEndedCalls1763700000005,
];
