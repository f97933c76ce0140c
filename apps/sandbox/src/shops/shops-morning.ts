import { setTimeout as pause } from 'node:timers/promises';
import { untilKnown } from '../delivery/persistence.js';
import { nothingSent, raised, type Counted, type KindProgress } from '../morning/kind-progress.js';
import { placeOrder } from './place-order.js';
import { planShopOrders, type PlannedShopOrder } from './plan-shops.js';
import { Shop, type ShopSurroundings } from './shop.js';
import { isDone, type PlacedOrder, type ShopJournal } from './shop-journal.js';
import { orderNumberOf, SHOPS, type ShopName } from './shop-order.js';
import { WebhookEndpoint } from './webhook-endpoint.js';

/** Where the shops tell of their orders, and what they know besides. */
export interface ShopsTarget extends Omit<ShopSurroundings, 'signal'> {
  readonly url: string;
}

/** What the shops sell in a morning: how many orders over both, from which seed. */
export interface ShopsOptions {
  readonly orders: number;
  readonly seed: number;
}

const PING = 'webhook_id=7';

/**
 * Plays the mornings of both web shops, one at a time.
 *
 * An order is placed (written down with all its webhooks) before the first of them is sent; what was open when the
 * process ended is taken up again by `resume`.
 */
export class ShopsMorning {
  private readonly abort = new AbortController();
  private readonly endpoint: WebhookEndpoint;
  private readonly shop: Shop;
  private readonly underWay = new Set<Promise<void>>();
  private progressOf: Record<ShopName, KindProgress> = { moda: nothingSent(), ev: nothingSent() };

  constructor(
    private readonly journal: ShopJournal,
    private readonly target: ShopsTarget,
  ) {
    const { signal } = this.abort;
    this.endpoint = new WebhookEndpoint(target.url, signal);
    this.shop = new Shop(journal, this.endpoint, { ...target, signal });
  }

  /** Tells whether the shops have the secrets that they sign with. */
  get isOpen(): boolean {
    return SHOPS.every((shop) => this.target.secrets.has(shop));
  }

  /** What the shops would sell now. */
  plan({ orders, seed }: ShopsOptions): PlannedShopOrder[] {
    return this.isOpen ? planShopOrders({ orders, seed, firstNumbers: this.journal.nextNumbers }) : [];
  }

  /** Places the orders at a rate per second and resolves once every webhook has its answer. */
  async play(plan: readonly PlannedShopOrder[], rate: number): Promise<void> {
    const { signal } = this.abort;
    for (const shop of SHOPS) {
      this.progressOf[shop] = nothingSent(plan.filter(({ order }) => order.shop === shop).length);
    }
    if (plan.length > 0) this.follow(this.ping());
    const start = performance.now();
    for (const [index, planned] of plan.entries()) {
      const due = start + (index * 1000) / rate - performance.now();
      if (due > 0) await pause(due, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.follow(this.sell(planned));
    }
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** Takes up the ping and the orders that were open when the process ended. */
  resume(): void {
    if (!this.isOpen) return;
    const { openPing } = this.journal;
    if (openPing) this.follow(this.ping(openPing.ping, openPing.attempts));
    for (const order of this.journal.open()) this.follow(this.shop.tell(order));
  }

  progress(): Readonly<Record<ShopName, KindProgress>> {
    return { ...this.progressOf };
  }

  /** Ends at once: what is open stays open in the journal. */
  async stop(): Promise<void> {
    this.abort.abort();
    await Promise.all(this.underWay);
  }

  private async sell(planned: PlannedShopOrder): Promise<void> {
    const { shop } = planned.order;
    const order = await this.journal.place(placeOrder(planned, new Date()));
    this.count(shop, ['sent']);
    await this.shop.tell(order);
    if (!isDone(order)) return;
    this.count(shop, ['answered', isTaken(order) ? 'accepted' : 'refused']);
  }

  /** WooCommerce pings a webhook's address when the webhook is saved; whoever saves it does so again until that has worked. */
  private ping(ping = this.journal.nextPing, attempts = 0): Promise<void> {
    const { signal } = this.abort;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    let attempt = attempts;
    return untilKnown(async () => {
      attempt += 1;
      const { answer, status } = await this.endpoint.post('ev', PING, form);
      if (!signal.aborted) await this.journal.note({ kind: 'pinged', shop: 'ev', ping, attempt, answer, status });
      return answer;
    }, signal);
  }

  private follow(work: Promise<void>): void {
    const followed = work.finally(() => this.underWay.delete(followed));
    this.underWay.add(followed);
  }

  private count(shop: ShopName, counts: readonly Counted[]): void {
    this.progressOf[shop] = raised(this.progressOf[shop], counts);
  }
}

/** What the next morning of the shops will bring, one item for each order. */
export function previewOf(plan: readonly PlannedShopOrder[]) {
  return plan.map(({ order, script }) => {
    const { expectation, cancellation } = script;
    return { orderNumber: orderNumberOf(order), kind: order.shop, expectation, cancellation };
  });
}

function isTaken({ answered }: PlacedOrder): boolean {
  return [...answered.values()].every((answer) => answer === 'accepted');
}
