import { Random } from '../world/random.js';
import { settles, type TransferHabit } from '../world/transfer-habit.js';
import { LISTED_ARTICLES } from './assortment.js';
import { type EdiOrder } from './edi-order.js';
import { type Repertoire } from './edifact-writer.js';
import { OWN_DELIMITERS, type Interchange } from './orders-message.js';
import { type PartnerExpectation } from './partner-ledger.js';

/** The fewest orders that hold every kind of interchange. */
export const MIN_EDI_ORDERS = 5;

/** An order that the partner will send, and how it will pay for it. */
export interface PlannedEdiOrder {
  readonly order: EdiOrder;
  readonly habit?: TransferHabit;
  readonly expectation: PartnerExpectation;
}

/** An interchange that the partner will send. */
export interface PlannedInterchange extends Omit<Interchange, 'orders'> {
  readonly orders: readonly PlannedEdiOrder[];
  readonly sends: number;
}

/** What the interchanges of a morning are made from: the same values give the same orders. */
export interface PartnerPlan {
  readonly orders: number;
  readonly seed: number;
  readonly firstInterchange: number;
  readonly firstOrder: number;
}

interface InterchangeScript {
  readonly habits: readonly TransferHabit[];
  readonly repertoire: Repertoire;
  readonly sends?: number;
  readonly ownDelimiters?: true;
  readonly miscounted?: true;
}

const SCRIPTS: readonly InterchangeScript[] = [
  { habits: ['names-order', 'names-invoice'], repertoire: 'UNOC' },
  { habits: ['names-order'], repertoire: 'UNOK', sends: 2 },
  { habits: ['never-pays'], repertoire: 'UNOW', ownDelimiters: true },
  { habits: ['names-order'], repertoire: 'UNOC', miscounted: true },
];
const MOST_IN_ONE = 10;

/** Plans the interchanges of a morning: one that is sent twice, one that is counted wrong, and plain ones. */
export function planInterchanges({ orders, seed, firstInterchange, firstOrder }: PartnerPlan): PlannedInterchange[] {
  const random = new Random(`${seed} marketim ${firstOrder}`);
  let nextOrder = firstOrder;
  return [...SCRIPTS, ...more(orders - MIN_EDI_ORDERS)].map((script, index) => {
    const { habits, repertoire, sends = 1, ownDelimiters, miscounted } = script;
    return {
      reference: `MRK${String(firstInterchange + index).padStart(8, '0')}`,
      repertoire,
      delimiters: ownDelimiters && OWN_DELIMITERS,
      miscounted,
      sends,
      orders: habits.map((habit) => planned(orderOf(nextOrder++, random), habit, miscounted)),
    };
  });
}

/** Plain interchanges for the orders beyond the scripted ones. */
function more(orders: number): InterchangeScript[] {
  const rest = Math.max(0, orders);
  return Array.from({ length: Math.ceil(rest / MOST_IN_ONE) }, (_, index) => {
    const length = Math.min(MOST_IN_ONE, rest - index * MOST_IN_ONE);
    return { habits: Array.from({ length }, () => 'names-order' as const), repertoire: 'UNOW' };
  });
}

function planned(order: EdiOrder, habit: TransferHabit, miscounted?: boolean): PlannedEdiOrder {
  if (miscounted) return { order, expectation: 'refused' };
  return { order, habit, expectation: settles(habit) ? 'completed' : 'waiting-for-payment' };
}

function orderOf(sequence: number, random: Random): EdiOrder {
  const start = random.between(0, LISTED_ARTICLES.length - 1);
  const items = Array.from({ length: random.between(2, 4) }, (_, index) => {
    const article = LISTED_ARTICLES[(start + index) % LISTED_ARTICLES.length] ?? LISTED_ARTICLES[0];
    return { article, quantity: BigInt(random.between(2, 20) * 6) };
  });
  return { number: `PO-${String(sequence).padStart(6, '0')}`, items };
}
