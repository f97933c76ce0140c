import { type OrderStatus, statusColumns } from '@kervan/ingress';
import type { DatabaseTransaction } from '@kervan/messaging';
import type { Branch } from '../branch/branch-key.js';

/** The sale of that id, if it is the branch's own. */
export async function findStatus(db: DatabaseTransaction, id: string, of: Branch): Promise<OrderStatus | undefined> {
  const [status] = await db.query<OrderStatus>(
    `SELECT ${statusColumns} FROM pos_sale WHERE id = $1 AND company = $2 AND mode = $3 AND branch = $4`,
    [id, of.company, of.mode, of.branch],
  );
  return status;
}
