import type { ModelLog, NewRecord } from '../kafka/model-log.js';
import type { Machine } from '../machine/machine.js';
import type { Inputs } from './inputs.js';
import type { PlannedOrder } from './plan.js';

/** What comes from outside, each at its time. */
export class Sayings {
  /** What is still to come. */
  unsaid = 0;

  constructor(
    private readonly machine: Machine,
    private readonly log: ModelLog,
  ) {}

  /** Has all that is planned come: each input once at least, some of them twice. */
  plan(orders: readonly PlannedOrder[], inputs: Inputs): void {
    for (const one of orders) {
      this.say(one.placedAtMs, inputs.placed(one));
      if (one.cancelledAtMs !== undefined) this.say(one.cancelledAtMs, inputs.cancelled(one));
      for (const line of one.bankLines) this.say(line.atMs, inputs.paid(one, line));
      const { name, order } = one;
      this.machine.trace.tell('plan', `${name}: ${order.fiscalDocument} of ${order.channel}, ${order.totals.grossMinor}`);
    }
  }

  once(afterMs: number, record: NewRecord): void {
    this.unsaid += 1;
    this.machine.after(afterMs, undefined, () => {
      this.unsaid -= 1;
      this.machine.trace.tell('outside', `says ${String(record.headers['ce_type']).split('.').at(-1)}`);
      this.log.append([record]);
    });
  }

  private say(atMs: number, record: NewRecord): void {
    const { random } = this.machine;
    const times = random.chance(0.2) ? 2 : 1;
    for (let time = 0; time < times; time += 1) this.once(Math.max(atMs, 0) + time * random.int(0, 2_000), record);
  }
}
