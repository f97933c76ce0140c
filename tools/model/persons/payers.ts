import { type Order, PaymentStatus } from '@kervan/contracts';
import type { SeededRandom } from '../machine/seeded-random.js';
import type { PlannedOrder } from '../run/plan.js';
import { sumOf } from './amendments.js';
import type { Office } from './office.js';
import type { OrderInstance } from './stand.js';

/** Those who pay beside what is planned: too much, too late, in parts, or what an amendment has made due. */
export class Payers {
  private paid = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly office: Pick<Office, 'machine' | 'inputs' | 'say'>,
  ) {}

  /** Money that nobody has counted on comes for some orders, early or late. */
  begin(order: PlannedOrder): void {
    const { random } = this;
    if (random.chance(0.3)) this.pay(order, random.int(1, 9) * 600, order.placedAtMs + random.int(-200, 6_000));
  }

  /** All that is still due, or a part, or another amount by which the order is to count as paid. */
  payRest(order: PlannedOrder, { order: { value }, kept }: OrderInstance): void {
    const { random } = this;
    const dueMinor = sumOf(value(), PaymentStatus.due);
    const restMinor = (kept.matched ?? []).reduce((rest, { amountMinor }) => rest - amountMinor, dueMinor);
    const way = random.next();
    if (way < 0.15) return this.pay(order, Math.max(restMinor - 100, 100), 0, dueMinor);
    const firstMinor = way < 0.6 ? restMinor : Math.ceil(restMinor / 2);
    this.pay(order, firstMinor, 0);
    if (firstMinor < restMinor && random.chance(0.5)) this.pay(order, restMinor - firstMinor, random.int(0, 500));
  }

  /** What is due of an amended order comes in two parts, or not for now. */
  payAmended(order: PlannedOrder, amendment: Partial<Order>): void {
    const { random } = this;
    const dueMinor = sumOf({ payments: [], ...amendment }, PaymentStatus.due);
    if (dueMinor === 0 || random.chance(0.4)) return;
    const firstMinor = random.int(1, dueMinor - 1);
    for (const amountMinor of [firstMinor, dueMinor - firstMinor]) this.pay(order, amountMinor, random.int(0, 3_000));
  }

  private pay(order: PlannedOrder, amountMinor: number, afterMs: number, acceptedDueMinor?: number): void {
    const { inputs, machine, say } = this.office;
    const reference = `S-${order.order.orderNumber}-late-${(this.paid += 1)}`;
    machine.trace.tell('plan', `${amountMinor} come for ${order.name}`);
    say(Math.max(afterMs, 0), inputs.paid(order, { amountMinor, reference, ...(acceptedDueMinor !== undefined && { acceptedDueMinor }) }));
  }
}
