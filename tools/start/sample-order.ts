import { takenOrders, type TakenOrder } from '../inspect/listed-orders.js';
import { orderFacts } from '../inspect/order-facts.js';
import { renderTimeline } from '../inspect/timeline.js';
import type { Installation } from '../platform/services.js';

/** Orders of one morning to look at. */
export interface Samples {
  /** The number of an invoiced order, else of any that is completed. */
  readonly orderNumber: string;
  readonly text: string;
}

/** An order that was accepted since the morning began, with its whole timeline, and one of each channel by its number. */
export async function sampleOrder(installation: Installation, began: Date): Promise<Samples | undefined> {
  const completed = await takenOrders(installation, { state: 'completed' });
  const ofMorning = completed.filter(({ acceptedAt }) => new Date(acceptedAt) >= began);
  const sample = ofMorning.findLast(isInvoiced) ?? ofMorning.at(-1);
  const facts = sample && (await orderFacts(installation, sample.orderNumber));
  if (!facts) return undefined;
  const text = [`${sample.orderNumber}, an order of this morning:`, '', renderTimeline(facts.happenings)];
  const others = othersThan(sample, ofMorning);
  if (others.length > 0) text.push('', `Others: ${others.join(', ')}.`);
  return { orderNumber: sample.orderNumber, text: text.join('\n') };
}

function othersThan(sample: TakenOrder, orders: readonly TakenOrder[]): string[] {
  const kinds = Map.groupBy(orders, (order) => `${order.service} ${isInvoiced(order)}`);
  const lastOfEach = [...kinds.values()].flatMap((some) => some.at(-1) ?? []);
  return lastOfEach
    .filter(({ id }) => id !== sample.id)
    .map((order) => `${order.orderNumber} (${order.service}, ${isInvoiced(order) ? 'invoiced' : 'a receipt'})`);
}

function isInvoiced({ documents }: TakenOrder): boolean {
  return documents?.some(({ type }) => type === 'invoice') ?? false;
}
