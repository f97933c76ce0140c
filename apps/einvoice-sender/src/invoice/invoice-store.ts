import { type Claim, DisputeCode, type GivenUp, type VoidQuestion } from '../ports/integrator.js';
import type { Invoice } from './invoice.js';
import { INVOICE_COLUMNS, type InvoiceRow, invoiceOf } from './invoice-row.js';
import {
  claim, hasDispute, type InvoiceStatements, invoiceStatements, isGivenUp, isInDoubt, stateBefore,
} from './invoice-statements.js';
import { InvoiceState } from './invoice-state.js';
import type { Queryable } from './queryable.js';

/** What an invoice is stored with when it is issued. */
export type NewInvoice = Omit<
  Invoice,
  'state' | 'transmitCommandId' | 'code' | 'detail' | 'acceptedAt' | 'voidedAt' | 'voidReason'
>;

/** What another content changes; number, ETTN, series and date stay. */
export type RewrittenInvoice = Omit<NewInvoice, 'number' | 'ettn' | 'prefix' | 'profile' | 'issueDate' | 'issueTime'>;

/** An invoice that a command wants transmitted. */
export interface WantedTransmission {
  readonly orderId: string;
  readonly invoiceNumber: string;
  readonly commandId: string;
}

/** An invoice whose transmission begins, with the command that awaits its end. */
export type BegunTransmission = Pick<Invoice, 'orderId' | 'number' | 'ettn' | 'profile' | 'receiverAlias'> & {
  readonly commandId: string;
  readonly claim: Claim;
  /** Whether an earlier transmission of it was refused, or given up. */
  readonly isResent: boolean;
  /** Whether a person gave one up, and the integrator has not told since what it has. */
  readonly isGivenUp: boolean;
  /** Whether the integrator has said that it has something else under its ETTN… */
  readonly isDisputed: boolean;
  /** …and the invoice has not been written anew since. */
  readonly isInsistedOn: boolean;
};

/** An invoice that is with the integrator. */
export interface UnderWay {
  readonly orderId: string;
  readonly number: string;
  readonly ettn: string;
  /** How long ago it was taken after one that was refused or given up, by the database's clock; milliseconds. */
  readonly takenAgoMs: number | null;
  readonly claim: Claim;
  /** Whether it was not taken, as the integrator has something else under its ETTN, or may have. */
  readonly isDisputed: boolean;
}

/** How the transmission of an invoice ended. */
export type TransmissionEnd = { readonly orderId: string; readonly number: string } & (
  | { readonly state: 'accepted'; readonly acceptedAt: string }
  | { readonly state: 'refused' | 'correctable' | 'disputed'; readonly code: string; readonly detail: string }
);

/** An invoice under whose ETTN the integrator has something that the authority may have accepted, or may have it. */
export interface InvoiceInDoubt {
  readonly ettn: string;
  readonly claim: Claim;
  /** Whether the integrator has said that it has something else under the ETTN. */
  readonly isDisputed: boolean;
  /** Where a person gave a transmission up. */
  readonly givenUp: GivenUp | null;
}

/** An invoice in doubt, as it was when it was asked about. */
export type Doubt = Pick<VoidQuestion, 'orderId' | 'number' | 'givenUp'>;

/** What became of an invoice in doubt when it was asked about. */
export type DoubtEnd =
  | { readonly state: 'accepted'; readonly acceptedAt: string }
  | { readonly state: 'refused' | 'disputed'; readonly code: string; readonly detail: string };

/**
 * The rows of invoices, always in a transaction of the caller's.
 *
 * Every change of state is one conditional UPDATE: of two that exclude each other the first to commit wins, and the
 * other one changes nothing. One that depends on the command, too, locks the row before, and so sees what committed last.
 */
export class InvoiceStore {
  constructor(private readonly statements: InvoiceStatements = invoiceStatements) {}

  /** The invoices of orders, by order; locked until the transaction ends. */
  async findAll(db: Queryable, orderIds: readonly string[]): Promise<ReadonlyMap<string, Invoice>> {
    const rows = await db.query<InvoiceRow>(
      `SELECT ${INVOICE_COLUMNS} FROM invoice WHERE order_id = ANY ($1) ORDER BY order_id FOR UPDATE`,
      [orderIds],
    );
    return new Map(rows.map((row) => [row.order_id, invoiceOf(row)]));
  }

  /** One invoice of one order, as it is in this transaction. */
  async find(db: Queryable, orderId: string, number: string): Promise<Invoice | undefined> {
    const [row] = await db.query<InvoiceRow>(
      `SELECT ${INVOICE_COLUMNS} FROM invoice WHERE order_id = $1 AND number = $2`,
      [orderId, number],
    );
    return row && invoiceOf(row);
  }

  /** Stores issued invoices. Fails as a whole when an order has one already: the numbers drawn go back. */
  async insertAll(db: Queryable, invoices: readonly NewInvoice[]): Promise<void> {
    await db.query(
      `INSERT INTO invoice (
         order_id, number, ettn, prefix, year, company, mode, profile, receiver_alias, issue_date, issue_time,
         order_number, buyer_name, buyer_tax_id, currency, net_minor, tax_minor, gross_minor, taxes, xml)
       SELECT "orderId", number, ettn, prefix, extract(year FROM "issueDate"), company, mode, profile, "receiverAlias",
              "issueDate", "issueTime", "orderNumber", "buyerName", "buyerTaxId", currency, "netMinor", "taxMinor",
              "grossMinor", taxes, xml
       FROM jsonb_to_recordset($1::jsonb) AS r (
         "orderId" uuid, number text, ettn uuid, prefix text, company text, mode text, profile text,
         "receiverAlias" text, "issueDate" date, "issueTime" time, "orderNumber" text, "buyerName" text,
         "buyerTaxId" text, currency text, "netMinor" bigint, "taxMinor" bigint, "grossMinor" bigint, taxes jsonb,
         xml text)`,
      [JSON.stringify(invoices)],
    );
  }

  /**
   * Whether nobody outside has the invoice of an order, or has taken it, or it is disputed: until the transaction ends
   * it may have another content. A transmission that was withdrawn before it began is over with that.
   */
  async bringHome(db: Queryable, orderId: string): Promise<boolean> {
    return (await this.changeLocked(db, [orderId], this.statements.bringHome, [orderId])).length > 0;
  }

  /**
   * Gives an invoice that is issued, correctable or disputed another content under its number; any other keeps its own.
   * What was said of a dispute was said of the former content: its detail goes.
   */
  async rewrite(db: Queryable, invoice: RewrittenInvoice): Promise<void> {
    await db.query(
      `UPDATE invoice SET
         receiver_alias = $2, order_number = $3, buyer_name = $4, buyer_tax_id = $5, currency = $6,
         net_minor = $7, tax_minor = $8, gross_minor = $9, taxes = $10, xml = $11,
         detail = CASE WHEN state = 'refused' THEN NULL ELSE detail END
       WHERE order_id = $1 AND (state IN ('issued', 'correctable') OR (state = 'refused' AND ${hasDispute}))`,
      [
        invoice.orderId,
        invoice.receiverAlias,
        invoice.orderNumber,
        invoice.buyerName,
        invoice.buyerTaxId,
        invoice.currency,
        invoice.netMinor,
        invoice.taxMinor,
        invoice.grossMinor,
        JSON.stringify(invoice.taxes),
        invoice.xml,
      ],
    );
  }

  /** Of several invoices those that are under way. */
  underWay(db: Queryable, numbers: readonly string[]): Promise<UnderWay[]> {
    return db.query<UnderWay>(
      `SELECT order_id AS "orderId", number, ettn,
              (extract(epoch FROM clock_timestamp() - taken_at) * 1000)::float8 AS "takenAgoMs",
              ${claim} AS claim, taken_at IS NULL AND (${hasDispute} OR ${isGivenUp}) AS "isDisputed"
       FROM invoice WHERE number = ANY ($1::char(16)[]) AND state = 'transmitting'`,
      [numbers],
    );
  }

  /** Notes that the integrator has now taken an invoice that was refused or given up before: so it has this content, and no other. */
  async taken(db: Queryable, number: string): Promise<void> {
    await db.query(
      `UPDATE invoice SET taken_at = now(), given_up_at = NULL WHERE number = $1 AND state = 'transmitting'`, [number],
    );
  }

  /**
   * The transmissions that now begin, of invoices wanted each for another order; the invoices of the others are void,
   * under way, or at their end.
   */
  beginTransmissions(db: Queryable, wanted: readonly WantedTransmission[]): Promise<BegunTransmission[]> {
    const rows = inOrder(wanted);
    const orderIds = rows.map(({ orderId }) => orderId);
    return this.changeLocked<BegunTransmission>(db, orderIds, this.statements.beginTransmissions, [
      orderIds,
      rows.map(({ invoiceNumber }) => invoiceNumber),
      rows.map(({ commandId }) => commandId),
    ]);
  }

  /**
   * The documents of invoices that are under way, by number; always the same for one transmission, since only an
   * invoice that nobody outside has can be rewritten.
   */
  async documentsUnderWay(db: Queryable, numbers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await db.query<{ number: string; xml: string }>(
      `SELECT number, xml FROM invoice WHERE number = ANY ($1::char(16)[]) AND state = 'transmitting'`,
      [numbers],
    );
    return new Map(rows.map(({ number, xml }) => [number, xml]));
  }

  /** Lets another command await the transmission that is under way; gives back the one that awaited it. */
  async takeOver(db: Queryable, orderId: string, commandId: string): Promise<string | undefined> {
    const [row] = await db.query<{ former: string }>(
      `UPDATE invoice i SET transmit_command_id = $2 FROM invoice o
       WHERE i.order_id = $1 AND o.order_id = $1 AND i.state = 'transmitting'
       RETURNING o.transmit_command_id AS former`,
      [orderId, commandId],
    );
    return row?.former;
  }

  /**
   * Ends the transmissions that are under way, each of another order; gives back, by order, the commands that await the
   * ends that were new. Each is of what was sent last: what a person gave up before may still come.
   */
  async endTransmissions(db: Queryable, ends: readonly TransmissionEnd[]): Promise<ReadonlyMap<string, string>> {
    const rows = inOrder(ends);
    const refused = rows.map((end) => (end.state === 'accepted' ? undefined : end));
    const ended = await db.query<{ orderId: string; command: string }>(
      `UPDATE invoice i SET state = e.state, accepted_at = e.accepted_at, code = e.code, detail = e.detail
       FROM unnest($1::uuid[], $2::char(16)[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
         AS e (order_id, number, state, accepted_at, code, detail)
       WHERE i.order_id = e.order_id AND i.number = e.number AND i.state = 'transmitting'
       RETURNING i.order_id AS "orderId", i.transmit_command_id AS command`,
      [
        rows.map(({ orderId }) => orderId),
        rows.map(({ number }) => number),
        rows.map(storedState),
        rows.map((end) => (end.state === 'accepted' ? end.acceptedAt : null)),
        refused.map((end) => (end ? storedCode(end) : null)),
        refused.map((end) => end?.detail ?? null),
      ],
    );
    return new Map(ended.map(({ orderId, command }) => [orderId, command]));
  }

  /**
   * Takes back a transmission that never happened, be it on the word of a person only, who has given it up; gives back
   * the command that awaits it.
   */
  async takeBack(db: Queryable, number: string, wasGivenUp: boolean): Promise<string | undefined> {
    const [row] = await db.query<{ command: string }>(
      `UPDATE invoice SET state = ${stateBefore}, given_up_at = CASE WHEN $2 THEN now() ELSE given_up_at END
       WHERE number = $1 AND state = 'transmitting' RETURNING transmit_command_id AS command`,
      [number, wasGivenUp],
    );
    return row?.command;
  }

  /** What an invoice in doubt says; locked until the transaction ends. One that was never sent after all is in doubt still. */
  async inDoubt(db: Queryable, orderId: string, number: string): Promise<InvoiceInDoubt | undefined> {
    await this.bringHome(db, orderId);
    const [row] = await db.query<InvoiceInDoubt>(
      `SELECT ettn, ${claim} AS claim, ${hasDispute} AS "isDisputed",
              CASE WHEN ${isGivenUp} THEN json_build_object(
                'at', given_up_at, 'agoMs', (extract(epoch FROM clock_timestamp() - given_up_at) * 1000)::float8) END AS "givenUp"
       FROM invoice WHERE order_id = $1 AND number = $2 AND ${isInDoubt} FOR UPDATE`,
      [orderId, number],
    );
    return row;
  }

  /** Notes that what was given up never came; false when another transmission was given up since, or is under way. */
  async ruleOut(db: Queryable, orderId: string, number: string, { at }: GivenUp): Promise<boolean> {
    const rows = await db.query(
      `UPDATE invoice SET given_up_at = NULL
       WHERE order_id = $1 AND number = $2 AND given_up_at = $3 AND ${isInDoubt} AND NOT ${hasDispute} RETURNING number`,
      [orderId, number, at],
    );
    return rows.length > 0;
  }

  /**
   * Writes what became of an invoice in doubt when it was asked about; false when it is under way once more, or at its
   * end, or another transmission was given up since: only an acceptance counts then.
   */
  async endDoubt(db: Queryable, { orderId, number, givenUp }: Doubt, end: DoubtEnd): Promise<boolean> {
    const [code, detail] = end.state === 'accepted' ? [null, null] : [storedCode(end), end.detail];
    const rows = await db.query(
      `UPDATE invoice SET state = $3, accepted_at = $4, code = $5, detail = $6, given_up_at = NULL
       WHERE order_id = $1 AND number = $2 AND ${isInDoubt}
         AND ($3 = 'accepted' OR given_up_at IS NOT DISTINCT FROM $7::timestamptz) RETURNING number`,
      [orderId, number, storedState(end), end.state === 'accepted' ? end.acceptedAt : null, code, detail, givenUp?.at ?? null],
    );
    return rows.length > 0;
  }

  /** Since when the number is void, by this act; nothing when the invoice is under way, accepted, or void already. */
  async void(db: Queryable, orderId: string, number: string, reason: string): Promise<Date | undefined> {
    const [row] = await this.changeLocked<{ voidedAt: Date }>(db, [orderId], this.statements.void, [orderId, number, reason]);
    return row?.voidedAt;
  }

  /** Locks rows, then changes them, in one flight: the second statement sees what had committed when the first was through. */
  private async changeLocked<Row>(db: Queryable, orderIds: readonly string[], change: string, params: readonly unknown[]): Promise<Row[]> {
    const [, changed] = await Promise.all([db.query(this.statements.lock, [orderIds]), db.query<Row>(change, params)]);
    return changed;
  }
}

/** A disputed invoice is a refused one with a code of its own, whatever a comparison has shown. */
function storedState({ state }: { readonly state: string }): string {
  return state === 'disputed' ? InvoiceState.refused : state;
}

function storedCode({ state, code }: { readonly state: string; readonly code: string }): string {
  return state === 'disputed' ? DisputeCode.ettnUsed : code;
}

/** Rows are locked in the order of their orders, whoever locks them: two who do so at once never wait in a circle. */
function inOrder<Row extends { readonly orderId: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((one, other) => (one.orderId < other.orderId ? -1 : 1));
}
