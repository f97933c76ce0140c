import type { DatabaseTransaction } from '@kervan/messaging';
import { foldText } from '../find-documents/fold-text.js';
import { type CountedDocument, countChanges } from './count-changes.js';
import { documentOf, type OrderDocument } from './document.js';
import type { Happening, Term } from './happening.js';

/** Row of `timeline_entry`, as this module reads it back. */
interface EntryRow extends Omit<Happening, 'at' | 'offset'> {
  readonly at: Date;
  readonly offset: string | null;
}

const entryColumns = `message_id AS "messageId", order_id AS "orderId", kind, at, log_offset AS "offset", service, reference, step, code, detail,
  facts, correlation_id AS "correlationId", causation_id AS "causationId", trace_id AS "traceId"`;

/** Writes what the console shows. Everything set-wise: a chunk of messages takes as many statements as one. */
export class ReadModel {
  /**
   * Adds what happened, and derives anew the orders that it happened to.
   *
   * Their rows are locked first, in the order of their ids, so that two chunks with the same order follow one another
   * and the second sees what the first has added.
   */
  async take(db: DatabaseTransaction, happenings: readonly Happening[]): Promise<void> {
    const orderIds = [...new Set(happenings.map(({ orderId }) => orderId))].sort();
    const before = await lockedDocuments(db, orderIds);
    await addEntries(db, happenings);
    const told = await entriesOf(db, orderIds);
    const derived = orderIds.flatMap((orderId) => {
      const [first, ...others] = told.get(orderId) ?? [];
      return first ? [documentOf([first, ...others])] : [];
    });
    const documents = derived.map(({ document }) => document);
    await updateDocuments(db, documents);
    await addTerms(db, derived);
    await changeCounts(db, before, documents);
  }
}

async function lockedDocuments(
  db: DatabaseTransaction,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, CountedDocument>> {
  await db.query(
    `INSERT INTO document (order_id) SELECT id FROM unnest($1::uuid[]) AS told (id) ORDER BY id ON CONFLICT DO NOTHING`,
    [orderIds],
  );
  const rows = await db.query<CountedDocument & { orderId: string }>(
    `SELECT order_id AS "orderId", business_date::text AS "businessDate", mode, channel, state FROM document
     WHERE order_id = ANY ($1::uuid[]) ORDER BY order_id FOR UPDATE`,
    [orderIds],
  );
  return new Map(rows.map((row) => [row.orderId, row]));
}

async function addEntries(db: DatabaseTransaction, happenings: readonly Happening[]): Promise<void> {
  const rows = happenings.map((one) => ({
    message_id: one.messageId,
    order_id: one.orderId,
    kind: one.kind,
    at: one.at,
    log_offset: one.offset,
    service: one.service,
    reference: one.reference,
    step: one.step,
    code: one.code,
    detail: one.detail,
    facts: one.facts,
    correlation_id: one.correlationId,
    causation_id: one.causationId,
    trace_id: one.traceId,
  }));
  await insertNew(db, 'timeline_entry', rows);
}

async function entriesOf(
  db: DatabaseTransaction,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Happening[]>> {
  const rows = await db.query<EntryRow>(
    `SELECT ${entryColumns} FROM timeline_entry WHERE order_id = ANY ($1::uuid[])`,
    [orderIds],
  );
  return Map.groupBy(rows.map(happeningOfRow), ({ orderId }) => orderId);
}

/** Inserts the rows that are not there yet; each row names every column that it fills. */
async function insertNew(db: DatabaseTransaction, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  if (columns === '') return;
  await db.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** All that happened to one order, in no order. */
export async function happeningsOf(db: DatabaseTransaction, orderId: string): Promise<Happening[]> {
  const rows = await db.query<EntryRow>(`SELECT ${entryColumns} FROM timeline_entry WHERE order_id = $1`, [orderId]);
  return rows.map(happeningOfRow);
}

function happeningOfRow({ at, offset, ...row }: EntryRow): Happening {
  return { ...row, at: at.toISOString(), offset: offset === null ? null : Number(offset) };
}

async function updateDocuments(db: DatabaseTransaction, documents: readonly OrderDocument[]): Promise<void> {
  const rows = documents.map((one) => ({
    order_id: one.orderId,
    order_number: one.orderNumber,
    company: one.company,
    mode: one.mode,
    channel: one.channel,
    source: one.source,
    gross_minor: one.grossMinor,
    currency: one.currency,
    placed_at: one.placedAt,
    business_date: one.businessDate,
    state: one.state,
    first_at: one.firstAt,
    changed_at: one.changedAt,
    attention_step: one.attention?.step ?? null,
    attention_code: one.attention?.code ?? null,
    attention_detail: one.attention?.detail ?? null,
    attention_since: one.attention?.since ?? null,
    erp_number: one.erpNumber,
    invoice_number: one.invoiceNumber,
    correlation_id: one.correlationId,
    trace_id: one.traceId,
  }));
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'order_id');
  if (columns.length === 0) return;
  await db.query(
    `UPDATE document SET (${columns.join(', ')}) = (${columns.map((column) => `told.${column}`).join(', ')})
     FROM json_populate_recordset(NULL::document, $1) AS told WHERE document.order_id = told.order_id`,
    [JSON.stringify(rows)],
  );
}

async function addTerms(
  db: DatabaseTransaction,
  derived: readonly { readonly document: OrderDocument; readonly terms: readonly Term[] }[],
): Promise<void> {
  const rows = derived.flatMap(({ document: { orderId }, terms }) =>
    terms.map(({ kind, text }) => ({ order_id: orderId, kind, text, folded: foldText(text) })),
  );
  await insertNew(db, 'search_term', rows);
}

async function changeCounts(
  db: DatabaseTransaction,
  before: ReadonlyMap<string, CountedDocument>,
  documents: readonly OrderDocument[],
): Promise<void> {
  const changes = countChanges(documents.map((after) => [before.get(after.orderId), after]));
  if (changes.length === 0) return;
  await db.query(
    `INSERT INTO document_count (business_date, mode, channel, state, documents)
     SELECT * FROM json_to_recordset($1)
       AS told (business_date date, mode text, channel text, state text, documents integer)
     ON CONFLICT (business_date, mode, channel, state)
     DO UPDATE SET documents = document_count.documents + EXCLUDED.documents`,
    [JSON.stringify(changes)],
  );
}
