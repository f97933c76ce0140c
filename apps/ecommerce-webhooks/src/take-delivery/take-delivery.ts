import { requestCause } from '@kervan/ingress';
import { type Cause, type DatabaseTransaction, newId, OutboxPressure, Transactions } from '@kervan/messaging';
import type { ProblemFinding } from '@kervan/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { quarantine } from '../quarantine/quarantine.repository.js';
import { readDelivery } from '../read-order/read-delivery.js';
import type { Delivery, Reading } from '../read-order/reading.js';
import type { ShopProfile } from '../shop/shop-profile.js';
import { applyEvent } from './apply-event.js';
import type { DeliveryAnswer } from './delivery-answer.js';
import { countDelivery } from './delivery-metrics.js';
import { bodyHash, sharesIds } from './delivery-of.js';
import { DeliveryState } from './delivery-state.js';
import { countRepeat, type DeliveryEnd, endDelivery, enterDelivery, type NewDelivery } from './delivery.repository.js';
import { inWords } from './recording.js';
import { webhookProblems } from './webhook.problems.js';

/**
 * Takes an authentic delivery of a shop exactly once.
 *
 * Its entry in the log, what it does to its order, and the messages that follow commit together, before the answer. The
 * same delivery again does nothing: one of the same id, and where the vendor shares ids, of the same body too. What
 * cannot be used is kept for a person: a refusal would only make the shop send it again, and stop sending at last.
 */
@Injectable()
export class TakeDelivery {
  private readonly logger = new Logger(TakeDelivery.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly pressure: OutboxPressure,
  ) {}

  /** @throws {Problem} 503 when it cannot be told or taken; nothing else. */
  async take(delivery: Delivery, profile: ShopProfile): Promise<DeliveryAnswer> {
    if (this.pressure.isHigh()) throw webhookProblems('webhooks-paused', { headers: { 'retry-after': '10' } });
    const reading = readDelivery(delivery, profile);
    const cause = requestCause('ecommerce-webhooks/POST /v1/shops/webhooks');
    const taken = {
      ...delivery,
      topic: reading.topic,
      id: newId(),
      shop: profile.code,
      bodyHash: bodyHash(delivery.body),
      correlationId: cause.correlationId,
    };
    const end = await inWords(() => this.transactions.run((db) => takeOnce(db, taken, { profile, reading }, cause)));
    this.tell(taken, end);
    return answerTo(taken, end);
  }

  private tell({ id, shop, deliveryId, topic }: NewDelivery, end: DeliveryEnd | undefined): void {
    const outcome = end?.state ?? 'duplicate';
    countDelivery(shop, outcome);
    const line = { msg: 'a delivery was taken', shop, deliveryId, topic, outcome, id: end?.quarantineId ?? id };
    const { orderNumber, orderId, reason } = end ?? {};
    if (outcome === DeliveryState.quarantined) this.logger.warn({ ...line, orderNumber, reason });
    else this.logger.log({ ...line, orderNumber, orderId, reason });
  }
}

/** @returns what came of it; undefined for a delivery that had come before. */
async function takeOnce(
  db: DatabaseTransaction,
  delivery: NewDelivery,
  read: { readonly profile: ShopProfile; readonly reading: Reading },
  cause: Cause,
): Promise<DeliveryEnd | undefined> {
  const byBody = sharesIds(read.profile.provider);
  const isNew = await enterDelivery(db, delivery, byBody);
  if (!isNew && (await countRepeat(db, delivery))) return undefined;
  if (!isNew && !(await enterDelivery(db, delivery, true))) {
    await countRepeat(db, delivery);
    return undefined;
  }
  const isOwn = isNew || byBody;
  const end = isOwn ? await carryOut(db, delivery, read, cause) : await putReusedAside(db, delivery, read.reading);
  await endDelivery(db, delivery.id, end);
  return end;
}

function putReusedAside(db: DatabaseTransaction, delivery: NewDelivery, reading: Reading): Promise<DeliveryEnd> {
  const detail = 'A delivery of this id came before, with other content.';
  const { orderNumber } = reading.kind === 'event' ? reading.event : reading;
  return putAside(db, delivery, [{ pointer: '#', code: 'delivery-id-reused', detail }], orderNumber);
}

async function carryOut(
  db: DatabaseTransaction,
  delivery: NewDelivery,
  { profile, reading }: { readonly profile: ShopProfile; readonly reading: Reading },
  cause: Cause,
): Promise<DeliveryEnd> {
  switch (reading.kind) {
    case 'unusable':
      return putAside(db, delivery, reading.findings, reading.orderNumber);
    case 'ignored':
      return { state: DeliveryState.ignored, reason: reading.reason, orderNumber: reading.orderNumber };
    case 'event': {
      const { event } = reading;
      const { outcome, orderId, orderNumber, findings } = await applyEvent(db, { profile, event }, cause);
      if (outcome !== DeliveryState.quarantined) return { state: outcome, orderId, orderNumber };
      return { ...(await putAside(db, delivery, findings, orderNumber)), orderId };
    }
  }
}

async function putAside(
  db: DatabaseTransaction,
  delivery: NewDelivery,
  findings: readonly ProblemFinding[],
  orderNumber?: string,
): Promise<DeliveryEnd> {
  const quarantineId = await quarantine(db, delivery, findings, orderNumber);
  return { state: DeliveryState.quarantined, reason: findings[0]?.code, orderNumber, quarantineId };
}

function answerTo({ id }: NewDelivery, end: DeliveryEnd | undefined): DeliveryAnswer {
  if (end === undefined) return { status: 'duplicate' };
  if (end.state === DeliveryState.quarantined) return { status: 'quarantined', id: end.quarantineId ?? id };
  return { status: end.state === DeliveryState.ignored ? 'ignored' : 'accepted', id };
}
