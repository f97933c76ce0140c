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
const VISITS = { least: 1, most: 5 };
/** How often something is done with an order once nothing happens any more; then it is left as it stands. */
const MOST_TIMES = 4;
/** Then it is looked at again, and while it goes on ever later, until it is left to itself; milliseconds. */
const SOON_MS = 200;
const LATEST_MS = 1_000;

/** Persons who look at orders and act on them, as administration lets them. */
export class Persons {
  private readonly lookedAfter = new Map<string, number>();
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
    return this.office.orders.filter((order) => this.lookAfter(order)).length > 0;
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
    this.whenFree(() => {
      const { database, definition } = this.office;
      const stand = standOf(database, order.orderId);
      const decision = stand && !this.isTakenBack(stand) && decide(this.random, definition, stand);
      if (decision) this.carryOut(order, stand, decision);
    });
  }

  /** Does what is left to do of an order, and looks soon what has become of it. @returns whether anything was done. */
  private lookAfter(order: PlannedOrder, againMs = SOON_MS): boolean {
    const { random, office } = this;
    const times = this.lookedAfter.get(order.orderId) ?? 0;
    const stand = standOf(office.database, order.orderId);
    const decision = stand && !this.isTakenBack(stand) && decideAtRest(random, office.definition, stand);
    const mustEnd = stand?.status === 'paused' || stand?.status === 'waiting';
    const lookAgain = (afterMs: number, nextMs: number): void => {
      office.machine.after(afterMs, undefined, () => this.whenFree(() => this.lookAfter(order, nextMs)));
    };
    if (stand?.status === 'running' && againMs <= LATEST_MS) lookAgain(againMs, 2 * againMs);
    if (!decision || times >= (mustEnd ? 2 : 1) * MOST_TIMES) return false;
    this.lookedAfter.set(order.orderId, times + 1);
    this.carryOut(order, stand, decision);
    lookAgain(random.int(SOON_MS, 2 * SOON_MS), SOON_MS);
    return true;
  }

  /** Whether an order that waits past its pivot is cancelled in the ERP's books, as before it was set back: then it is left. */
  private isTakenBack({ id, attention }: OrderInstance): boolean {
    if (attention?.code !== 'cancelled-after-pivot') return false;
    return this.office.erp.books.some(({ orderId, type }) => orderId === id && type === 'cancellation');
  }

  private whenFree(act: () => void): void {
    const { postgres, machine } = this.office;
    if (postgres.isFree) act();
    else machine.after(3, undefined, () => this.whenFree(act));
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
