import { type DatabaseTransaction, newId } from '@kervan/messaging';
import type { ProblemFinding } from '@kervan/service-host';
import type { Delivery } from '../read-order/reading.js';
import type { NewDelivery } from '../take-delivery/delivery.repository.js';

/** How far a quarantined delivery has come. */
export const QuarantineState = {
  open: 'open',
  released: 'released',
  discarded: 'discarded',
  /** Nobody has decided within its time. */
  expired: 'expired',
} as const;

export type QuarantineState = (typeof QuarantineState)[keyof typeof QuarantineState];

/** What may be done with a quarantined delivery. */
export type QuarantineAct = 'release' | 'discard' | 'expire';

/** Who did what with a quarantined delivery, why, and what came of it. */
export interface Act {
  readonly act: QuarantineAct;
  readonly by: string;
  readonly reason: string;
  readonly outcome: string;
}

/** A quarantined delivery as it was kept; its body until it is resolved. */
export interface QuarantinedDelivery extends Omit<Delivery, 'body'> {
  readonly id: string;
  readonly shop: string;
  readonly body: Buffer | null;
  readonly state: QuarantineState;
  readonly correlationId: string;
}

/** Keeps a delivery that cannot be used, once. @returns its id in the quarantine. */
export async function quarantine(
  db: DatabaseTransaction,
  delivery: NewDelivery,
  findings: readonly ProblemFinding[],
  orderNumber?: string,
): Promise<string> {
  const { shop, deliveryId, topic, bodyHash, body, receivedAt, correlationId } = delivery;
  const [kept] = await db.query<{ id: string }>(
    `INSERT INTO quarantined_delivery (id, shop, delivery_id, topic, body_hash, body, findings, order_number,
       received_at, correlation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
    [
      newId(),
      shop,
      deliveryId,
      topic,
      bodyHash,
      body,
      JSON.stringify(findings),
      orderNumber ?? null,
      receivedAt,
      correlationId,
    ],
  );
  return kept?.id ?? findKept(db, delivery);
}

async function findKept(db: DatabaseTransaction, { shop, deliveryId, bodyHash }: NewDelivery): Promise<string> {
  const [kept] = await db.query<{ id: string }>(
    'SELECT id FROM quarantined_delivery WHERE shop = $1 AND delivery_id = $2 AND body_hash = $3',
    [shop, deliveryId, bodyHash],
  );
  if (!kept) throw new Error(`delivery ${deliveryId} of ${shop} was neither kept nor found`);
  return kept.id;
}

/** A quarantined delivery, locked so that one person at a time decides about it. */
export async function lockQuarantined(db: DatabaseTransaction, id: string): Promise<QuarantinedDelivery | undefined> {
  const [found] = await db.query<QuarantinedDelivery>(
    `SELECT id, shop, delivery_id AS "deliveryId", topic, body, state, received_at AS "receivedAt",
       correlation_id AS "correlationId"
     FROM quarantined_delivery WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return found;
}

/** Ends a quarantined delivery and clears its body. */
export async function resolve(
  db: DatabaseTransaction,
  id: string,
  state: Exclude<QuarantineState, 'open'>,
): Promise<void> {
  await db.query('UPDATE quarantined_delivery SET state = $2, resolved_at = now(), body = NULL WHERE id = $1', [
    id,
    state,
  ]);
}

/** Keeps what keeps a delivery from being used by now. */
export async function renewFindings(
  db: DatabaseTransaction,
  id: string,
  findings: readonly ProblemFinding[],
): Promise<void> {
  await db.query('UPDATE quarantined_delivery SET findings = $2 WHERE id = $1', [id, JSON.stringify(findings)]);
}

/** Keeps an act for ever. */
export async function keepAct(db: DatabaseTransaction, id: string, { act, by, reason, outcome }: Act): Promise<void> {
  await db.query(
    'INSERT INTO quarantine_act (quarantine_id, act, actor, reason, outcome) VALUES ($1, $2, $3, $4, $5)',
    [id, act, by, reason, outcome],
  );
}
