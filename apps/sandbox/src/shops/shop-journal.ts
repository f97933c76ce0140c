import { join } from 'node:path';
import { Ledger } from '../ledger/ledger.js';
import { type Due } from '../world/transfer-habit.js';
import { type ShopName } from './shop-order.js';
import { type DeliveredEntry, type OrderedEntry, type PingedEntry, type ShopEntry } from './shops-ledger.js';

/** A placed order and how far its shop has got with telling of it. */
export interface PlacedOrder {
  readonly ordered: OrderedEntry;
  /** Attempts so far, by webhook and sending. */
  readonly attempts: Map<string, number>;
  /** Sendings that have their answer. */
  readonly answered: Map<string, DeliveredEntry['answer']>;
}

/** A ping and how far the shop has got with it. */
interface SentPing {
  readonly ping: number;
  readonly attempts: number;
  readonly isAnswered: boolean;
}

/** Far from the numbers that the samples of the vendors' documentation carry: whoever sends one meets no order of ours. */
const FIRST_NUMBERS = { moda: 20_001, ev: 50_001 } as const;

/**
 * The journal of both shops, written before an order's webhooks are sent and after each answer: shops.jsonl.
 *
 * What was not answered when the process ended is found again at the next start, and the shops' numbers go on.
 */
export class ShopJournal {
  private readonly orders = new Map<string, PlacedOrder>();
  private readonly next: Record<ShopName, number> = { ...FIRST_NUMBERS };
  private latestPing: SentPing = { ping: 0, attempts: 0, isAnswered: true };
  private ledger: Ledger<ShopEntry>;

  private constructor() {}

  static async open(directory: string): Promise<ShopJournal> {
    const journal = new ShopJournal();
    journal.ledger = await Ledger.open<ShopEntry>(join(directory, 'shops.jsonl'), (line) => journal.enter(line));
    return journal;
  }

  /** The number that each shop gives next. */
  get nextNumbers(): Readonly<Record<ShopName, number>> {
    return { ...this.next };
  }

  /** The number of the next ping. */
  get nextPing(): number {
    return this.latestPing.ping + 1;
  }

  /** The latest ping, as long as it has no answer. */
  get openPing(): Omit<SentPing, 'isAnswered'> | undefined {
    return this.latestPing.isAnswered ? undefined : this.latestPing;
  }

  /** Notes that an order was placed; its webhooks may be sent once this resolves. */
  async place(ordered: OrderedEntry): Promise<PlacedOrder> {
    await this.ledger.append(ordered);
    return this.enterOrder(ordered);
  }

  /** Notes an answer. */
  async note(entry: DeliveredEntry | PingedEntry): Promise<void> {
    await this.ledger.append(entry);
    this.enter(entry);
  }

  /** The orders of which not every webhook has its answer. */
  open(): PlacedOrder[] {
    return [...this.orders.values()].filter((order) => !isDone(order));
  }

  /** What customers owe by transfer, for orders of which the shop has told. */
  dues(): Due[] {
    return [...this.orders.values()].flatMap(({ ordered }) => ordered.due ?? []);
  }

  close(): Promise<void> {
    return this.ledger.close();
  }

  private enter(entry: ShopEntry): void {
    if (entry.kind === 'pinged') this.latestPing = afterPing(entry);
    else if (entry.kind === 'ordered') this.enterOrder(entry);
    else this.enterDelivery(entry);
  }

  private enterDelivery({ orderNumber, webhookId, sending, attempt, answer }: DeliveredEntry): void {
    const order = this.orders.get(orderNumber);
    if (!order) throw new Error(`shops.jsonl answers ${orderNumber}, which was never placed.`);
    const key = sendingKey(webhookId, sending);
    order.attempts.set(key, attempt);
    if (answer !== 'unknown') order.answered.set(key, answer);
  }

  private enterOrder(ordered: OrderedEntry): PlacedOrder {
    const order = { ordered, attempts: new Map(), answered: new Map() };
    this.orders.set(ordered.orderNumber, order);
    this.next[ordered.shop] = Math.max(this.next[ordered.shop], ordered.number + 1);
    return order;
  }
}

function afterPing({ ping, attempt, answer }: PingedEntry): SentPing {
  return { ping, attempts: attempt, isAnswered: answer !== 'unknown' };
}

/** Names one of the sendings of a webhook. */
export function sendingKey(webhookId: string, sending: number): string {
  return `${webhookId} ${sending}`;
}

/** Tells whether every sending of every webhook has its answer. */
export function isDone({ ordered, answered }: PlacedOrder): boolean {
  return answered.size === ordered.webhooks.reduce((sum, { sends }) => sum + sends, 0);
}
