import { OrderCancelled, OrderPlaced } from '@kervan/contracts';
import { describeOrder } from '@kervan/ingress';
import type { Cause, DatabaseTransaction } from '@kervan/messaging';
import { type Placeable, type ShopEvent, Stage, type TaxRates } from '../read-order/reading.js';
import type { ShopProfile } from '../shop/shop-profile.js';
import type { KnownOrder } from './decide.js';
import { ShopOrderState } from './shop-order-state.js';

/** An order by its id, its shop and an event of it. */
export interface ShopOrder {
  /** The order's for ever, even where the profile has changed since it was given. */
  readonly id: string;
  readonly profile: ShopProfile;
  readonly event: ShopEvent;
  /** As it is kept once the event is; null where that is no deletion. */
  readonly versionBeforeDeletion: number | null;
}

/** An order that is known, by its id and the number that it is known by. */
export interface LockedOrder {
  readonly id: string;
  readonly orderNumber: string;
  readonly known: KnownOrder;
}

interface OrderRow extends Omit<KnownOrder, 'version' | 'versionBeforeDeletion'> {
  readonly id: string;
  readonly orderNumber: string;
  readonly version: string;
  readonly versionBeforeDeletion: string | null;
}

/** What is known of an order that has been inserted; locked, so that events of one order go one after another. */
export async function lockOrder(
  db: DatabaseTransaction,
  { profile, event }: Pick<ShopOrder, 'profile' | 'event'>,
): Promise<LockedOrder> {
  const [row] = await db.query<OrderRow>(
    `SELECT id, order_number AS "orderNumber", version, stage, state, money_hash AS "moneyHash", tax_rates AS "taxRates",
       contested_hash AS "contestedHash", version_before_deletion AS "versionBeforeDeletion",
       cancellation IS NOT NULL AS "cancellationRequested"
     FROM shop_order WHERE shop = $1 AND order_key = $2 FOR UPDATE`,
    [profile.code, event.orderKey],
  );
  if (!row) throw new Error(`order ${event.orderNumber} was neither inserted nor found`);
  const { id, orderNumber, version, versionBeforeDeletion: before, ...known } = row;
  // a release that does not know of it leaves it, with what comes after the deletion
  const versionBeforeDeletion = before === null || known.stage !== Stage.cancelled ? null : Number(before);
  return { id, orderNumber, known: { ...known, version: Number(version), versionBeforeDeletion } };
}

/**
 * Inserts an order that nothing was known of, as waiting.
 *
 * @returns false when another transaction has inserted it meanwhile.
 */
export async function insertOrder(
  db: DatabaseTransaction,
  { id, profile, event }: ShopOrder,
  { correlationId }: Cause,
): Promise<boolean> {
  const inserted = await db.query(
    `INSERT INTO shop_order (id, shop, order_key, order_number, company, mode, version, stage, state, correlation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
    [
      id,
      profile.code,
      event.orderKey,
      event.orderNumber,
      profile.company,
      profile.mode,
      event.version,
      event.stage,
      ShopOrderState.waiting,
      correlationId,
    ],
  );
  return inserted.length > 0;
}

/** Takes an order away that the same transaction has inserted: nothing is known of it again. */
export async function forgetOrder(db: DatabaseTransaction, { id }: ShopOrder): Promise<void> {
  await db.query('DELETE FROM shop_order WHERE id = $1', [id]);
}

/** Keeps how far the shop says that the order has come; `state` only where it changes here, `taxRates` where none are kept. */
export async function recordEvent(
  db: DatabaseTransaction,
  { id, event, versionBeforeDeletion }: ShopOrder,
  { state, taxRates }: { readonly state?: ShopOrderState; readonly taxRates?: TaxRates },
): Promise<void> {
  await db.query(
    `UPDATE shop_order SET version = $2, stage = $3, state = coalesce($4, state),
       state_since = CASE WHEN $4 IS NULL OR $4 = state THEN state_since ELSE now() END,
       tax_rates = coalesce(tax_rates, $5), version_before_deletion = $6
     WHERE id = $1`,
    [
      id,
      event.version,
      event.stage,
      state ?? null,
      taxRates ? JSON.stringify(taxRates) : null,
      versionBeforeDeletion,
    ],
  );
}

/** Keeps the order as placed and publishes it. */
export async function placeOrder(
  db: DatabaseTransaction,
  { id, event }: ShopOrder,
  { placed: { order, taxRates }, moneyHash }: { readonly placed: Placeable; readonly moneyHash: Buffer },
  cause: Cause,
): Promise<void> {
  const placed: OrderPlaced = { orderId: id, order };
  await db.query(
    `UPDATE shop_order SET version = $2, stage = $3, state = 'accepted', state_since = now(), money_hash = $4,
       placed = $5, accepted_at = $6, published_at = now(), publications = 1, correlation_id = $7, order_number = $8,
       tax_rates = $9, version_before_deletion = NULL
     WHERE id = $1`,
    [
      id,
      event.version,
      event.stage,
      moneyHash,
      JSON.stringify(placed),
      new Date(cause.acceptedAt),
      cause.correlationId,
      event.orderNumber,
      JSON.stringify(taxRates),
    ],
  );
  describeOrder(placed);
  db.causedBy(cause).publish(OrderPlaced.of(placed));
}

/** Keeps that the order is cancelled and publishes it. */
export async function cancelOrder(
  db: DatabaseTransaction,
  { id, event, versionBeforeDeletion }: ShopOrder,
  cancelled: OrderCancelled,
  cause: Cause,
): Promise<void> {
  await db.query(
    'UPDATE shop_order SET version = $2, stage = $3, cancellation = $4, version_before_deletion = $5 WHERE id = $1',
    [id, event.version, event.stage, JSON.stringify(cancelled), versionBeforeDeletion],
  );
  db.causedBy(cause).publish(OrderCancelled.of(cancelled));
}

/** Keeps which other content of a placed order a person has been shown. */
export async function contestOrder(db: DatabaseTransaction, { id, event }: ShopOrder, hash: Buffer): Promise<void> {
  await db.query(
    `UPDATE shop_order SET version = $2, stage = $3, contested_hash = $4, version_before_deletion = NULL
     WHERE id = $1`,
    [id, event.version, event.stage, hash],
  );
}

/** Keeps which change a person has been shown that may have taken the order's deletion back; the deletion counts. */
export async function contestDeletion(db: DatabaseTransaction, { id }: ShopOrder, hash: Buffer): Promise<void> {
  await db.query('UPDATE shop_order SET contested_hash = $2 WHERE id = $1', [id, hash]);
}
