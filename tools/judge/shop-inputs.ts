import { type Agreed, type Ordered, type WebhookDelivered } from './channel-lines.js';
import { dayOfShopOrder } from './business-date.js';
import { type Content, type Input } from './inputs.js';
import { type Ledgers } from './ledger-lines.js';
import { SELLER } from './seller.js';

/** One order of a shop, with all answers to its webhooks. */
export interface ShopInput extends Input {
  readonly ordered: Ordered;
  readonly deliveries: readonly WebhookDelivered[];
}

/** The orders of the shops, oldest first. */
export function shopInputsOf({ shops }: Pick<Ledgers, 'shops'>): ShopInput[] {
  const orders = new Map<string, Ordered>();
  const deliveries = new Map<string, WebhookDelivered[]>();
  for (const line of shops) {
    if (line.kind === 'ordered' && !orders.has(line.orderNumber)) orders.set(line.orderNumber, line);
    if (line.kind !== 'delivered') continue;
    deliveries.set(line.orderNumber, [...(deliveries.get(line.orderNumber) ?? []), line]);
  }
  return [...orders.values()].map((ordered) => inputOf(ordered, deliveries.get(ordered.orderNumber) ?? []));
}

/** What customer and seller agreed on that day, in the form in which the documents are held against it. */
export function contentOf({ shipping: charged, ...agreed }: Agreed, businessDate: string | undefined): Content {
  const { currency, buyer, lines, taxes, totals, payments } = agreed;
  return { ...SELLER, businessDate, currency, buyer, lines, charged, taxes, totals, payments, invoiced: true };
}

function inputOf(ordered: Ordered, deliveries: readonly WebhookDelivered[]): ShopInput {
  const { shop, orderNumber, expectation, cancellation, agreed, webhooks } = ordered;
  const known = deliveries.filter(({ answer }) => answer !== 'unknown');
  const wanted = webhooks.reduce((sum, { sends }) => sum + sends, 0);
  const refused = known.some(({ answer }) => answer === 'refused');
  return {
    channel: 'shop',
    kind: `web shop ${shop}`,
    orderNumber,
    expectation,
    content: contentOf(agreed, dayOfShopOrder(ordered)),
    ordered,
    deliveries,
    outcome: refused ? 'refused' : known.length >= wanted ? 'accepted' : 'unanswered',
    takenBack: cancellation === 'at-once' || cancellation === 'first',
    cancellation: cancellation === undefined ? undefined : known.length >= wanted ? 'accepted' : 'sent',
    sentAt: deliveries[0]?.sentAt,
    writtenAt: ordered.at,
  };
}
