import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bank statements as they were taken, their lines, what was matched, and what persons did. */
export class CreateStatementTables1763720000002 implements MigrationInterface {
  static readonly appendOnly = ['payment_match', 'bank_act'];
  async up(runner: QueryRunner): Promise<void> {
    await createStatements(runner);
    await createLines(runner);
    await createActs(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bank_act, payment_match, undecided_key, bank_line, bank_statement, bank_file');
    await runner.query('DROP FUNCTION refuse_change_of_bank_act');
  }
}

async function createStatements(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE bank_file (
      content_hash bytea NOT NULL,
      message_id text NOT NULL,
      answer json,
      received_at timestamptz NOT NULL DEFAULT now(),
      correlation_id text NOT NULL,
      CONSTRAINT pk_bank_file PRIMARY KEY (content_hash)
    )`);
  await runner.query(`
    CREATE TABLE bank_statement (
      id uuid NOT NULL,
      file_hash bytea NOT NULL,
      account text NOT NULL,
      message_id text NOT NULL,
      message_page integer NOT NULL,
      statement_id text NOT NULL,
      page integer NOT NULL,
      statement_date date NOT NULL,
      electronic_number bigint,
      legal_number bigint,
      company text,
      mode text,
      state text NOT NULL,
      findings json NOT NULL,
      balances json NOT NULL,
      duplicate_of uuid,
      received_at timestamptz(3) NOT NULL DEFAULT now(),
      CONSTRAINT pk_bank_statement PRIMARY KEY (id),
      CONSTRAINT fk_bank_statement_file FOREIGN KEY (file_hash) REFERENCES bank_file (content_hash),
      CONSTRAINT ck_bank_statement_state CHECK (state IN ('taken', 'blocked', 'released', 'duplicate')),
      CONSTRAINT ck_bank_statement_company CHECK (
        company IS NOT NULL AND mode IS NOT NULL OR state IN ('blocked', 'duplicate'))
    )`);
  await runner.query(`
    CREATE UNIQUE INDEX uq_bank_statement_id ON bank_statement (account, statement_id, statement_date, page)
    WHERE state <> 'duplicate'`);
  await runner.query(`
    CREATE UNIQUE INDEX uq_bank_statement_number ON bank_statement (account, electronic_number, statement_date, page)
    WHERE state <> 'duplicate'`);
  await runner.query(`
    CREATE INDEX ix_bank_statement_message ON bank_statement (account, message_id) WHERE state <> 'duplicate'`);
}

async function createLines(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE bank_line (
      id uuid NOT NULL,
      statement_id uuid NOT NULL,
      entry_number integer NOT NULL,
      detail_number integer NOT NULL,
      reference text NOT NULL,
      account text NOT NULL,
      company text,
      mode text,
      amount_minor bigint NOT NULL,
      currency char(3) NOT NULL,
      credit boolean NOT NULL,
      reversal boolean NOT NULL,
      booking_date date NOT NULL,
      value_date date NOT NULL,
      bank_reference text,
      end_to_end_id text,
      texts json NOT NULL,
      counterparty_name text,
      counterparty_iban text,
      state text NOT NULL,
      reason text,
      detail json,
      CONSTRAINT pk_bank_line PRIMARY KEY (id),
      CONSTRAINT fk_bank_line_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
      CONSTRAINT uq_bank_line_place UNIQUE (statement_id, entry_number, detail_number),
      CONSTRAINT ck_bank_line_state CHECK (
        state IN ('matched', 'undecided', 'left', 'not-ours', 'not-booked', 'no-effect')),
      CONSTRAINT ck_bank_line_reason CHECK ((reason IS NOT NULL) = (state = 'undecided'))
    )`);
  await runner.query('CREATE INDEX ix_bank_line_list ON bank_line (state, id)');
  await runner.query(`
    CREATE INDEX ix_bank_line_end_to_end ON bank_line (account, end_to_end_id) WHERE end_to_end_id IS NOT NULL`);
  await runner.query(`
    CREATE TABLE undecided_key (
      line_id uuid NOT NULL,
      key text NOT NULL,
      CONSTRAINT pk_undecided_key PRIMARY KEY (line_id, key)
    )`);
  await runner.query(`
    COMMENT ON TABLE undecided_key IS 'Everything in the texts of undecided lines that may be a number of ours'`);
  await runner.query('CREATE INDEX ix_undecided_key ON undecided_key (key)');
  await runner.query(`
    CREATE TABLE payment_match (
      line_id uuid NOT NULL,
      order_id uuid NOT NULL,
      amount_minor bigint NOT NULL,
      currency char(3) NOT NULL,
      invoice_number text,
      rule text NOT NULL,
      rule_version integer NOT NULL,
      evidence json NOT NULL,
      matched_at timestamptz(3) NOT NULL,
      CONSTRAINT uq_payment_match_line UNIQUE (line_id),
      CONSTRAINT uq_payment_match_order UNIQUE (order_id),
      CONSTRAINT fk_payment_match_line FOREIGN KEY (line_id) REFERENCES bank_line (id)
    )`);
}

async function createActs(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE bank_act (
      id bigint GENERATED ALWAYS AS IDENTITY,
      act text NOT NULL,
      statement_id uuid NOT NULL,
      line_id uuid,
      order_id uuid,
      actor text NOT NULL,
      reason text NOT NULL,
      correlation_id text NOT NULL,
      at timestamptz(3) NOT NULL DEFAULT now(),
      CONSTRAINT pk_bank_act PRIMARY KEY (id),
      CONSTRAINT fk_bank_act_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
      CONSTRAINT fk_bank_act_line FOREIGN KEY (line_id) REFERENCES bank_line (id),
      CONSTRAINT ck_bank_act_act CHECK (act IN ('release', 'match', 'leave'))
    )`);
  await runner.query('CREATE INDEX ix_bank_act_statement ON bank_act (statement_id)');
  await runner.query('CREATE INDEX ix_bank_act_line ON bank_act (line_id)');
  await runner.query(`
    CREATE FUNCTION refuse_change_of_bank_act() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'acts of persons are only ever added'; END $$`);
  await runner.query(`
    CREATE TRIGGER tr_bank_act_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_act
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_bank_act()`);
}
