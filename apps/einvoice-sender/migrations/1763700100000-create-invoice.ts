import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the invoice series and the invoices. A number is used once, by one order, for ever. */
export class CreateInvoice1763700100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invoice_series (
        prefix    char(3) NOT NULL,
        year      smallint NOT NULL,
        company   text NOT NULL,
        mode      text NOT NULL,
        kind      text NOT NULL,
        next      bigint NOT NULL DEFAULT 1,
        last_date date NOT NULL,
        CONSTRAINT pk_invoice_series PRIMARY KEY (prefix, year),
        CONSTRAINT uq_invoice_series_use UNIQUE (company, mode, kind, year),
        CONSTRAINT ck_invoice_series_prefix CHECK (prefix ~ '^[A-Z0-9]{3}$'),
        CONSTRAINT ck_invoice_series_kind CHECK (kind IN ('TEMELFATURA', 'EARSIVFATURA')),
        CONSTRAINT ck_invoice_series_next CHECK (next BETWEEN 1 AND 1000000000),
        CONSTRAINT ck_invoice_series_year CHECK (extract(year FROM last_date) = year)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE invoice (
        order_id            uuid NOT NULL,
        number              char(16) NOT NULL,
        ettn                uuid NOT NULL,
        prefix              char(3) NOT NULL,
        year                smallint NOT NULL,
        company             text NOT NULL,
        mode                text NOT NULL,
        profile             text NOT NULL,
        receiver_alias      text,
        issue_date          date NOT NULL,
        issue_time          time(0) NOT NULL,
        order_number        text NOT NULL,
        buyer_name          text NOT NULL,
        buyer_tax_id        text NOT NULL,
        currency            char(3) NOT NULL,
        net_minor           bigint NOT NULL,
        tax_minor           bigint NOT NULL,
        gross_minor         bigint NOT NULL,
        taxes               jsonb NOT NULL,
        xml                 text NOT NULL,
        state               text NOT NULL DEFAULT 'issued',
        transmit_command_id uuid,
        code                text,
        detail              text,
        issued_at           timestamptz NOT NULL DEFAULT now(),
        accepted_at         timestamptz,
        voided_at           timestamptz,
        void_reason         text,
        CONSTRAINT pk_invoice PRIMARY KEY (order_id),
        CONSTRAINT uq_invoice_number UNIQUE (number),
        CONSTRAINT uq_invoice_ettn UNIQUE (ettn),
        CONSTRAINT fk_invoice_series FOREIGN KEY (prefix, year) REFERENCES invoice_series (prefix, year),
        CONSTRAINT ck_invoice_number CHECK (number ~ '^[A-Z0-9]{3}20[0-9]{11}$'),
        CONSTRAINT ck_invoice_series CHECK (number LIKE prefix || year || '%'),
        CONSTRAINT ck_invoice_year CHECK (extract(year FROM issue_date) = year),
        CONSTRAINT ck_invoice_sum CHECK (net_minor + tax_minor = gross_minor),
        CONSTRAINT ck_invoice_state
          CHECK (state IN ('issued', 'transmitting', 'accepted', 'refused', 'correctable', 'void')),
        CONSTRAINT ck_invoice_transmitting CHECK (state <> 'transmitting' OR transmit_command_id IS NOT NULL),
        CONSTRAINT ck_invoice_accepted CHECK ((state = 'accepted') = (accepted_at IS NOT NULL)),
        CONSTRAINT ck_invoice_void CHECK ((state = 'void') = (voided_at IS NOT NULL AND void_reason IS NOT NULL))
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX ix_invoice_issue_date ON invoice (issue_date, number)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE invoice, invoice_series');
  }
}
