import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { urlOf, type Installation } from '@kervan/tools/platform/services';
import { request, type Answer } from './http.js';
import { orderNumberOf, saleBody, type SaleBody, type Wish } from './sale.js';

/** A receipt that was rung up; sending it is another matter. */
export interface Sale {
  readonly orderNumber: string;
  /** The correlation id that every request about it carries. */
  readonly correlationId: string;
  readonly body: SaleBody;
}

/** A sale that pos-ingest has taken. */
export interface TakenSale extends Sale {
  readonly orderId: string;
}

/** How pos-ingest shows a sale. */
export interface SaleState {
  readonly state: 'accepted' | 'taken' | 'completed' | 'reversed' | 'needs_attention';
  readonly documents: readonly { readonly type: string; readonly number: string }[];
  readonly lastError: { readonly step: string; readonly code: string; readonly detail: string } | null;
}

const TILL = '9';
/** Fresh for every process, so that no two runs on one state ring up the same receipt. */
export const Z_NUMBER = Math.floor(Date.now() / 1_000);

/** Tills of a branch, apart from those that play the morning. */
export class Tills {
  private static receipts = 0;
  private readonly url: string;
  private readonly branch: string;
  private readonly key: string;

  constructor(installation: Installation) {
    this.url = urlOf('pos-ingest', installation);
    const keys = JSON.parse(readFileSync(join(installation.folder, 'till-keys.json'), 'utf8')) as { branch: string; key: string }[];
    const [first] = keys;
    if (!first) throw new Error('there is no branch with a key');
    this.branch = first.branch;
    this.key = first.key;
  }

  /** Rings up a receipt with a number of its own. */
  ring(wish: Wish = {}): Sale {
    Tills.receipts += 1;
    const body = saleBody({ branch: this.branch, till: TILL, zNumber: Z_NUMBER, receiptNumber: Tills.receipts }, wish);
    return { orderNumber: orderNumberOf(body), correlationId: randomUUID(), body };
  }

  /** Posts a receipt, whatever is answered. */
  post({ body, correlationId }: Pick<Sale, 'body' | 'correlationId'>): Promise<Answer> {
    return request('POST', `${this.url}/v1/sales`, { headers: this.headers(correlationId), body });
  }

  /** Posts a receipt. @throws unless it is accepted. */
  async send(sale: Sale): Promise<TakenSale> {
    const { status, text, json } = await this.post(sale);
    if (status !== 202) throw new Error(`the sale was answered ${status}: ${text}`);
    return { ...sale, orderId: (json as { id: string }).id };
  }

  /** Rings up a receipt, and posts it. @throws unless it is accepted. */
  sell(wish: Wish = {}): Promise<TakenSale> {
    return this.send(this.ring(wish));
  }

  /** Takes a sale back. @throws unless the wish is recorded. */
  async cancel({ orderId, correlationId }: TakenSale): Promise<void> {
    const body = { reason: 'the customer has changed his mind', requestedBy: 'till 9' };
    const { status, text } = await request('POST', `${this.url}/v1/sales/${orderId}/cancellation`, {
      headers: this.headers(correlationId), body,
    });
    if (status !== 202) throw new Error(`the cancellation was answered ${status}: ${text}`);
  }

  /** How a sale stands now. */
  async look({ orderId }: Pick<TakenSale, 'orderId'>): Promise<SaleState> {
    const { json } = await request('GET', `${this.url}/v1/sales/${orderId}`, { headers: this.headers(randomUUID()) });
    return json as SaleState;
  }

  /** Waits until a sale stands so, for up to a minute. */
  until(sale: TakenSale, state: SaleState['state']): Promise<SaleState> {
    let last: SaleState | undefined;
    const look = async (): Promise<SaleState | false> => {
      last = await this.look(sale);
      return last.state === state && last;
    };
    return eventually(`sale ${sale.orderNumber} is ${state}`, look, { withinMs: 60_000, everyMs: 100 }).catch((error: unknown) => {
      throw new Error(`${String(error)}; it is ${JSON.stringify(last)}`, { cause: error });
    });
  }

  private headers(correlationId: string): Readonly<Record<string, string>> {
    return { Authorization: `Bearer ${this.key}`, 'X-Correlation-Id': correlationId };
  }
}
