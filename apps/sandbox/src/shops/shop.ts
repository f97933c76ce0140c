import { type AnswerClass } from '../delivery/answer-class.js';
import { THROUGH_AN_OUTAGE, untilKnown, untilSo } from '../delivery/persistence.js';
import { sendingKey, type PlacedOrder, type ShopJournal } from './shop-journal.js';
import { type PlannedWebhook } from './shops-ledger.js';
import { signatureOf } from './signature.js';
import { VENDORS } from './vendor.js';
import { type WebhookEndpoint } from './webhook-endpoint.js';


/** What the shops know of the world besides their own store. */
export interface ShopSurroundings {
  readonly secrets: ReadonlyMap<string, string>;
  /** Tells whether the seller has booked the payment of an order. */
  readonly isPaymentBooked: (orderNumber: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * What a shop does with a placed order: it tells of it, one webhook after another.
 *
 * Each webhook is delivered as often as its script says, all at once, each sending with the first content again and
 * again until it is accepted or refused: where Shopify's eight retries are spread over four hours, these follow within
 * seconds, and never end. Done work is not repeated, so that an order can be taken up again after a restart. Ends
 * early, without a note, when the signal fires.
 */
export class Shop {
  constructor(
    private readonly journal: ShopJournal,
    private readonly endpoint: WebhookEndpoint,
    private readonly surroundings: ShopSurroundings,
  ) {}

  async tell(order: PlacedOrder): Promise<void> {
    const { signal, isPaymentBooked } = this.surroundings;
    const { orderNumber, webhooks } = order.ordered;
    for (const webhook of webhooks) {
      if (webhook.onceBooked) await untilSo(() => isPaymentBooked(orderNumber), THROUGH_AN_OUTAGE, signal);
      if (signal.aborted) return;
      const sendings = Array.from({ length: webhook.sends }, (_, index) => index + 1);
      await Promise.all(sendings.map((sending) => this.deliver(order, webhook, sending)));
    }
  }

  private async deliver(order: PlacedOrder, webhook: PlannedWebhook, sending: number): Promise<void> {
    const key = sendingKey(webhook.id, sending);
    if (order.answered.has(key)) return;
    await untilKnown(
      () => this.attempt(order, webhook, sending, (order.attempts.get(key) ?? 0) + 1),
      this.surroundings.signal,
    );
  }

  private async attempt(
    order: PlacedOrder,
    webhook: PlannedWebhook,
    sending: number,
    attempt: number,
  ): Promise<AnswerClass> {
    const { shop, orderNumber } = order.ordered;
    const vendor = VENDORS[shop];
    const now = new Date();
    const [deliveryId, sentAt] = [vendor.deliveryIdOf(webhook, now), now.toISOString()];
    const headers = vendor.headers(webhook, deliveryId, this.signature(shop, webhook));
    const answered = await this.endpoint.post(shop, bodyOf(webhook), headers);
    if (this.surroundings.signal.aborted) return answered.answer;
    const delivery = { orderNumber, webhookId: webhook.id, deliveryId, sending, attempt, sentAt };
    await this.journal.note({ kind: 'delivered', ...delivery, ...answered });
    return answered.answer;
  }

  private signature(shop: string, { body, tampering }: PlannedWebhook): string {
    const secret = this.surroundings.secrets.get(shop) ?? '';
    return signatureOf(body, tampering === 'other-secret' ? `not ${secret}` : secret);
  }
}

/** What goes out: somebody who changes a body on its way cannot sign it anew. */
function bodyOf({ body, tampering }: PlannedWebhook): string {
  return tampering === 'other-body' ? body.replace('"currency":"TRY"', '"currency":"EUR"') : body;
}
