import type { DatabaseTransaction } from '@kervan/messaging';

/** What the audit log calls a statement. */
export const STATEMENT_SUBJECT = 'bank-statement';

/** What a person may do. */
export type ActKind = 'release' | 'match' | 'leave' | 'close-gap';

/** What a person did, and why. */
export interface Act {
  readonly act: ActKind;
  readonly line: string | null;
  readonly orderId: string | null;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

/** An act on its way into the table. */
export interface NewAct {
  readonly act: ActKind;
  readonly statementId: string;
  readonly lineId?: string;
  readonly orderId?: string;
  /** What was due where the order counts as paid by the line whatever its amount. */
  readonly acceptedDueMinor?: number | null;
  readonly by: string;
  readonly reason: string;
  readonly correlationId: string;
}

/** Adds an act; acts are never changed. */
export async function addAct(db: DatabaseTransaction, act: NewAct): Promise<void> {
  await db.query(
    `INSERT INTO bank_act (act, statement_id, line_id, order_id, actor, reason, correlation_id, accepted_due_minor)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      act.act,
      act.statementId,
      act.lineId ?? null,
      act.orderId ?? null,
      act.by,
      act.reason,
      act.correlationId,
      act.acceptedDueMinor ?? null,
    ],
  );
}

/** What was due when a person last had an order count as paid by a line; null where nobody has: of `payment_match AS paid`. */
export const lastAcceptedDue = `(SELECT act.accepted_due_minor FROM bank_act AS act
  WHERE act.line_id = paid.line_id AND act.order_id = paid.order_id AND act.act = 'match' ORDER BY act.id DESC LIMIT 1)`;

/** What persons did to a statement and its lines, or to one line; in the order in which they did it. */
export function actsOf(
  db: DatabaseTransaction,
  { statementId, lineId }: { readonly statementId?: string; readonly lineId?: string },
): Promise<Act[]> {
  return db.query<Act>(
    `SELECT act, line_id AS line, order_id AS "orderId", actor AS by, reason, at FROM bank_act
     WHERE statement_id = $1 OR line_id = $2 ORDER BY id`,
    [statementId ?? null, lineId ?? null],
  );
}
