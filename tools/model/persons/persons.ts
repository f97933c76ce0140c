import { type ActOrder, messageOf, mustHaveEffect } from '@kervan/order-orchestrator/parts';
import { amend } from '@kervan/saga';
import type { SeededRandom } from '../machine/seeded-random.js';
import type { PlannedOrder } from '../run/plan.js';
import { bookByHand, drawFacts, takeOutUncounted } from './by-hand.js';
import { decide, decideAtRest, type Decision } from './decide.js';
import type { Office } from './office.js';
import { Payers } from './payers.js';
import { type OrderInstance, standOf } from './stand.js';

const REASON = { by: 'Ada', reason: 'it is for the best' };
/** From looking at an order to the act's arrival at its saga; milliseconds. */
const DECIDES = { soon: 60, late: 1_500 };
const VISITS = { least: 2, most: 7 };
/** How often an order is looked after once nothing happens any more; then it is left as it stands. */
const LAST_VISITS = 8;

/** Persons who look at orders and act on them, as administration lets them. */
export class Persons {
  private readonly lastVisits = new Map<string, number>();
  private readonly payers: Payers;

  /** @param random chance of their own, so that all else of a run is drawn as without them. */
  constructor(
    private readonly random: SeededRandom,
    private readonly office: Office,
  ) {
    this.payers = new Payers(random, office);
  }

  /** Plans when persons look, within a time, and money that nobody counted on. */
  begin(withinMs: number): void {
    const { random, office } = this;
    for (const order of office.orders) {
      const visits = random.int(VISITS.least, VISITS.most);
      for (let visit = 0; visit < visits; visit += 1) {
        office.machine.after(order.placedAtMs + random.next() * withinMs, undefined, () => this.visit(order));
      }
      this.payers.begin(order);
    }
  }

  /** Looks after orders when nothing happens any more; nobody may be in a transaction. @returns whether something follows. */
  attend(): boolean {
    const { random, office } = this;
    return office.orders.filter((order) => {
      const visits = this.lastVisits.get(order.orderId) ?? 0;
      const stand = standOf(office.database, order.orderId);
      const decision = stand && decideAtRest(random, office.definition, stand);
      this.lastVisits.set(order.orderId, visits + 1);
      const mustEnd = stand?.status === 'paused' || stand?.status === 'waiting';
      if (!decision || (visits >= LAST_VISITS && !mustEnd) || visits >= 2 * LAST_VISITS) return false;
      this.carryOut(order, stand, decision);
      return true;
    }).length > 0;
  }

  /** Leaves in the ERP's books of what was booked by hand only what counts. */
  tidy(): void {
    const { orders, database, erp } = this.office;
    for (const { orderId } of orders) {
      const stand = standOf(database, orderId);
      if (stand) takeOutUncounted(erp, stand);
    }
  }

  private visit(order: PlannedOrder): void {
    const { postgres, database, definition } = this.office;
    if (!postgres.isFree) return void this.office.machine.after(3, undefined, () => this.visit(order));
    const stand = standOf(database, order.orderId);
    const decision = stand && decide(this.random, definition, stand);
    if (decision) this.carryOut(order, stand, decision);
  }

  private carryOut(order: PlannedOrder, stand: OrderInstance, decision: Decision): void {
    const { random, payers, office } = this;
    const { step, direction } = stand;
    switch (decision.act) {
      case 'pay':
        return payers.payRest(order, stand);
      case 'amend':
        if (!this.isRefused(order, stand, decision.mergePatch)) {
          this.ask(order, stand, decision);
          payers.payAmended(order, decision.mergePatch);
        }
        return;
      case 'skip': {
        const booked = bookByHand(office.erp, stand);
        return this.ask(order, stand, { act: 'skip', step, facts: direction === 'forward' ? drawFacts(random, step, booked) : {} });
      }
      default:
        return this.ask(order, stand, decision);
    }
  }

  private isRefused({ name }: PlannedOrder, stand: OrderInstance, mergePatch: object): boolean {
    const amendment = amend(this.office.definition, stand, JSON.stringify(mergePatch));
    if ('amended' in amendment) return false;
    const fields = amendment.findings.map(({ pointer, code }) => `${pointer} ${code}`).join(', ');
    this.office.machine.trace.tell('person', `may not amend ${name}, which is ${wordsOf(stand)}: ${fields}`);
    return true;
  }

  /** Sends an act for the order as it was seen, as administration does that lets it through. */
  private ask({ name, orderId }: PlannedOrder, instance: OrderInstance, act: ActOrder): void {
    const { random, office } = this;
    const { machine, inputs, definition, say } = office;
    const stand = { definition, instance };
    mustHaveEffect(stand, act);
    machine.trace.tell('person', `asks to ${act.act} ${name}, which is ${wordsOf(instance)}`);
    const record = inputs.act(messageOf(act, stand, { orderId, actId: random.uuid() }, REASON));
    const afterMs = random.next() * (random.chance(0.8) ? DECIDES.soon : DECIDES.late);
    say(afterMs, record);
    if (random.chance(0.1)) say(afterMs + random.next() * DECIDES.late, record);
  }
}

function wordsOf({ status, step, attention }: OrderInstance): string {
  return `${status} at ${step}${attention ? ` for ${attention.code}` : ''}`;
}
