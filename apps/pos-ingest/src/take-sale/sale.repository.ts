import type { OrderPlaced } from '@kervan/contracts';
import type { DatabaseTransaction } from '@kervan/messaging';
import { DatabaseError } from 'pg';
import type { Branch } from '../branch/branch-key.js';
import type { Receipt } from './receipt.js';
import { saleProblems } from './sale.problems.js';

const QUERY_CANCELED = '57014';

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

function insert(db: DatabaseTransaction, { from, receipt, placed, ...sale }: NewSale): Promise<unknown[]> {
  return db.query(
    `INSERT INTO pos_sale (id, company, mode, branch, till, z_number, receipt_number, order_number, content_hash,
       answer, correlation_id, placed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id`,
    [
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
    ],
  );
}

/** The sale of that id; a statement of its own, since the insert that found it taken could not see it yet. */
export async function findRecorded(db: DatabaseTransaction, id: string): Promise<RecordedSale | undefined> {
  const [sale] = await db.query<RecordedSale>(
    `SELECT content_hash AS "contentHash", answer, accepted_at AS "acceptedAt" FROM pos_sale WHERE id = $1`,
    [id],
  );
  return sale;
}
