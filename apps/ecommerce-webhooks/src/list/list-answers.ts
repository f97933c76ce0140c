import { OrderState } from '@kervan/ingress';
import { pageAnswer } from '@kervan/service-host';
import { z } from 'zod';
import { Provider } from '../shop/shop-profile.js';
import { DeliveryState } from '../take-delivery/delivery-state.js';
import { ShopOrderState } from '../take-delivery/shop-order-state.js';

const instant = z.iso.datetime();
const orderNumber = z.string().meta({ example: 'moda-2001' });
const mode = z.enum(['live', 'test']);

/** One page of the log of deliveries. */
export const deliveriesPage = pageAnswer(
  z.object({
    id: z.uuid(),
    shop: z.string(),
    topic: z.string(),
    deliveryId: z
      .string()
      .describe(
        "The vendor's id of it; `sha256:` and the hash of the body where it has none. WooCommerce gives one id to all that a webhook sends in one second: such deliveries are told apart by their bodies.",
      ),
    receivedAt: instant,
    state: z.enum(Object.values(DeliveryState)),
    reason: z.string().nullable(),
    orderId: z.uuid().nullable(),
    orderNumber: orderNumber.nullable(),
    quarantineId: z.uuid().nullable(),
    repeats: z.int().describe('How often it came again.'),
    correlationId: z.string(),
  }),
);

/** One page of the list of orders. */
export const ordersPage = pageAnswer(
  z.object({
    id: z.uuid(),
    orderNumber,
    state: z.enum(Object.values(ShopOrderState)),
    stateSince: instant,
    acceptedAt: instant,
    documents: z.array(
      z.object({
        type: z.string().meta({ example: 'invoice' }),
        number: z.string(),
        issuedOn: z.iso.date().nullable(),
      }),
    ),
    lastError: z
      .object({ step: z.string(), code: z.string(), detail: z.string(), since: instant })
      .nullable()
      .describe(`What it waits for, once it is ${OrderState.needs_attention}.`),
    cancellationRequested: z.boolean(),
    company: z.string(),
    mode,
    shop: z.string(),
    correlationId: z.string(),
    publications: z.int().describe('How often it was published: more than once where nobody confirmed it in time.'),
  }),
);

/** Every shop. */
export const shopsList = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      provider: z.enum(Object.values(Provider)),
      company: z.string(),
      mode,
      webSite: z.url(),
      secrets: z
        .array(z.object({ name: z.string(), live: z.boolean() }))
        .describe('By their names; a secret that is not live now signs nothing.'),
      lastDeliveryAt: instant.nullable(),
      quarantined: z.int().describe('Deliveries that wait for a person.'),
    }),
  ),
});
