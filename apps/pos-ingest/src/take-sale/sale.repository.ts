import type { OrderPlaced } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { DatabaseError } from 'pg';
import type { Branch } from '../branch/branch-key.js';
import type { Receipt } from './receipt.js';
import { saleProblems } from './sale.problems.js';

const QUERY_CANCELED = '57014';
/** How long a group waits for a receipt that another transaction holds, before its sales go on one by one. */
const GROUP_WAITS_MS = 250;

/** A sale on its way into the table. */
export interface NewSale {
  readonly from: Branch;
  readonly receipt: Receipt;
  readonly contentHash: Buffer;
  readonly correlationId: string;
  readonly placed: OrderPlaced;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** What a repeated sale is compared with and answered by. */
export interface RecordedSale {
  readonly contentHash: Buffer;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly acceptedAt: Date;
}

/**
 * Inserts a sale unless its receipt is taken; of two at a time, the later waits for the transaction of the first.
 *
 * @returns whether it was inserted.
 * @throws {Problem} 409 `request-in-progress` when the first takes longer than a statement may.
 */
export async function insertSale(db: DatabaseTransaction, sale: NewSale): Promise<boolean> {
  try {
    return (await insert(db, sale)).length > 0;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== QUERY_CANCELED) throw error;
    throw saleProblems('request-in-progress', { headers: { 'retry-after': '1' }, cause: error });
  }
}

const columns = `id, company, mode, branch, till, z_number, receipt_number, order_number, content_hash, answer,
  correlation_id, placed`;

function insert(db: DatabaseTransaction, sale: NewSale): Promise<unknown[]> {
  return db.query(
    `INSERT INTO pos_sale (${columns})
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id`,
    valuesOf(sale),
  );
}

function valuesOf({ from, receipt, placed, ...sale }: NewSale): unknown[] {
  return [
    placed.orderId,
    from.company,
    from.mode,
    from.branch,
    receipt.till,
    receipt.zNumber,
    receipt.receiptNumber,
    placed.order.orderNumber,
    sale.contentHash,
    JSON.stringify(sale.answer),
    sale.correlationId,
    JSON.stringify(placed),
  ];
}

function transposed(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

/**
 * Inserts the sales whose receipts are not taken, in the order of their ids; gives back the ids of those inserted.
 *
 * @throws when another transaction holds one of the receipts for longer than a group should wait.
 */
export async function insertFreshSales(
  db: DatabaseTransaction,
  sales: readonly NewSale[],
): Promise<ReadonlySet<string>> {
  const [, rows] = await Promise.all([
    db.query(`SET LOCAL lock_timeout = '${GROUP_WAITS_MS}ms'`),
    db.query<{ id: string }>(
      `INSERT INTO pos_sale (${columns})
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::integer[],
         $8::text[], $9::bytea[], $10::json[], $11::text[], $12::json[]) AS sale (id) ORDER BY sale.id
       ON CONFLICT DO NOTHING RETURNING id`,
      transposed(sales.map(valuesOf)),
    ),
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** The sale of that id; a statement of its own, since the insert that found it taken could not see it yet. */
export async function findRecorded(db: DatabaseTransaction, id: string): Promise<RecordedSale | undefined> {
  const [sale] = await db.query<RecordedSale>(
    `SELECT content_hash AS "contentHash", answer, accepted_at AS "acceptedAt" FROM pos_sale WHERE id = $1`,
    [id],
  );
  return sale;
}
