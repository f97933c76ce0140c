import type { DatabaseTransaction } from '@kervan/messaging';
import type { Branch } from '../branch/branch-key.js';

/** How far a sale has come. */
export const SaleState = {
  /** Recorded here; the orchestrator has not confirmed it yet. */
  accepted: 'accepted',
  taken: 'taken',
  completed: 'completed',
  reversed: 'reversed',
  /** It waits for a person; see `lastError`. */
  needs_attention: 'needs_attention',
} as const;

export type SaleState = (typeof SaleState)[keyof typeof SaleState];

/** A sale as its branch and operators see it; no personal data. */
export interface SaleStatus {
  readonly id: string;
  readonly orderNumber: string;
  readonly state: SaleState;
  readonly stateSince: Date;
  readonly acceptedAt: Date;
  readonly documents: readonly { readonly type: string; readonly number: string; readonly issuedOn: string | null }[];
  readonly lastError: {
    readonly step: string;
    readonly code: string;
    readonly detail: string;
    readonly since: string;
  } | null;
  readonly cancellationRequested: boolean;
}

/** The columns of {@link SaleStatus}, for a SELECT from pos_sale. */
export const statusColumns = `id, order_number AS "orderNumber", state, state_since AS "stateSince",
  accepted_at AS "acceptedAt", documents, last_error AS "lastError",
  cancellation IS NOT NULL AS "cancellationRequested"`;

/** The sale of that id, if it is the branch's own. */
export async function findStatus(db: DatabaseTransaction, id: string, of: Branch): Promise<SaleStatus | undefined> {
  const [status] = await db.query<SaleStatus>(
    `SELECT ${statusColumns} FROM pos_sale WHERE id = $1 AND company = $2 AND mode = $3 AND branch = $4`,
    [id, of.company, of.mode, of.branch],
  );
  return status;
}
