import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { urlOf, type Installation } from '@kervan/tools/platform/services';
import { freshNumber } from './fresh-number.js';
import type { Answer } from './http.js';
import { shopifyOrder, standardOrder, woocommerceOrder, type ShopWish } from './shop-orders.js';

/** What the shop's software sends: its words for what happened, and the order as it is then. */
export interface Delivery {
  readonly id: string;
  readonly topic: string;
  readonly bytes: Buffer;
}

/** An order in a shop. */
export interface ShopOrder {
  readonly orderNumber: string;
  /** The order as the shop shows it at a moment; a later one is of a higher version. */
  at(change?: ShopWish): object;
}

/** How ecommerce-webhooks shows an order. */
export interface ShopOrderState {
  readonly id: string;
  readonly orderNumber: string;
  readonly state: string;
  readonly documents: readonly { readonly type: string; readonly number: string }[];
}

type Vendor = 'shopify' | 'woocommerce' | 'standard';

const codes = { shopify: 'moda', woocommerce: 'ev', standard: 'bayi' } as const satisfies Record<Vendor, string>;
const writers = { shopify: shopifyOrder, woocommerce: woocommerceOrder, standard: standardOrder };

/** How a delivery is signed, where it is other than the shop would. */
export interface Signing {
  readonly secret?: string;
  readonly signature?: string;
  /** When the sender says that it signed, in seconds from now. */
  readonly after?: number;
}

/** A shop of the local installation, sending as its software does but on a test's command. */
export class Shop {
  readonly code: string;
  private readonly secret: string;

  constructor(
    private readonly installation: Installation,
    private readonly vendor: Vendor,
  ) {
    this.code = codes[vendor];
    this.secret = this.secretOf(this.code);
  }

  /** Takes an order of a customer; nothing is sent yet. */
  order(wish: ShopWish = {}): ShopOrder {
    const number = freshNumber();
    const write = writers[this.vendor];
    return { orderNumber: `${this.code}-${number}`, at: (change = {}) => write(number, { ...wish, ...change }) };
  }

  /** Makes a delivery with an id of its own. */
  delivery(topic: string, body: object): Delivery {
    return { id: randomUUID(), topic, bytes: Buffer.from(JSON.stringify(body)) };
  }

  /** A secret of the installation by its name. */
  secretOf(name: string): string {
    return readFileSync(join(this.installation.folder, 'shop-secrets', name), 'utf8').trim();
  }

  /** Delivers, signed by the shop's secret or another. */
  deliver({ id, topic, bytes }: Delivery, { secret = this.secret, signature, after = 0 }: Signing = {}): Promise<Answer> {
    const time = String(Math.floor(Date.now() / 1_000) + after);
    const key = this.vendor === 'standard' ? Buffer.from(secret.replace('whsec_', ''), 'base64') : secret;
    const hmac = createHmac('sha256', key).update(this.vendor === 'standard' ? `${id}.${time}.` : '').update(bytes);
    const signed = signature ?? hmac.digest('base64');
    const headers: Readonly<Record<Vendor, Readonly<Record<string, string>>>> = {
      shopify: { 'X-Shopify-Hmac-Sha256': signed, 'X-Shopify-Topic': topic, 'X-Shopify-Webhook-Id': id },
      woocommerce: { 'X-WC-Webhook-Signature': signed, 'X-WC-Webhook-Topic': topic, 'X-WC-Webhook-Delivery-ID': id },
      standard: { 'webhook-signature': `v1,${signed}`, 'webhook-timestamp': time, 'webhook-id': id },
    };
    return this.post({ ...headers[this.vendor], 'Content-Type': 'application/json' }, bytes);
  }

  /** Sends an order as it is now. @throws unless it is taken. */
  async send(topic: string, body: object): Promise<string> {
    const { status, text, json } = await this.deliver(this.delivery(topic, body));
    if (status !== 202) throw new Error(`the delivery was answered ${status}: ${text}`);
    return (json as { status: string }).status;
  }

  /** How the order stands now, if it is known. */
  async look({ orderNumber }: Pick<ShopOrder, 'orderNumber'>): Promise<ShopOrderState | undefined> {
    const headers = { Authorization: `Bearer ${this.installation.secrets.operatorKey}` };
    const response = await fetch(`${this.url}/admin/orders?orderNumber=${encodeURIComponent(orderNumber)}`, { headers });
    const { items } = (await response.json()) as { items: readonly ShopOrderState[] };
    return items.find((order) => order.orderNumber === orderNumber);
  }

  /** Waits until the order stands so, for up to a minute. */
  until(order: Pick<ShopOrder, 'orderNumber'>, state: string): Promise<ShopOrderState> {
    const look = async (): Promise<ShopOrderState | false> => {
      const found = await this.look(order);
      return found?.state === state && found;
    };
    return eventually(`shop order ${order.orderNumber} is ${state}`, look, { withinMs: 60_000, everyMs: 100 });
  }

  private get url(): string {
    return urlOf('ecommerce-webhooks', this.installation);
  }

  private async post(headers: Readonly<Record<string, string>>, bytes: Buffer): Promise<Answer> {
    const response = await fetch(`${this.url}/v1/shops/${this.code}/webhooks`, { method: 'POST', headers, body: new Uint8Array(bytes) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
  }
}
