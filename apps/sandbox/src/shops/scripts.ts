import { settles, type TransferHabit } from '../world/transfer-habit.js';
import { BLOCKED_PRODUCT, type Product } from './catalogue.js';
import {
  canary,
  consumer,
  otherCompany,
  person,
  refusedCompany,
  registeredCompany,
  schematronCompany,
  type CustomerKind,
} from './customer.js';
import { type ShopPayment, type Stage } from './shop-order.js';

/** Where a shop's order should end. */
export type ShopExpectation =
  | 'completed'
  | 'waiting-for-payment'
  | 'compensated'
  | 'attention:transmit'
  | 'attention:cancellation'
  | 'quarantined'
  | 'nothing'
  | 'refused';

/** What happened to an order that a webhook tells of; each vendor has its own name for it. */
export type Happening = 'created' | 'updated' | 'paid' | 'cancelled';

/** One webhook of an order; they are sent one after another. */
export interface Notice {
  readonly happening: Happening;
  readonly stage: Stage;
  /** How often it is delivered at the same time. */
  readonly sends: number;
  /** It is sent only once the seller has booked the payment. */
  readonly onceBooked?: true;
}

/** What is wrong with an order's webhooks. */
export type Fault = 'line-without-sku' | 'total-one-lira-more' | 'forged' | 'tampered';

/** How one order of a shop is to go. */
export interface ShopScript {
  readonly expectation: ShopExpectation;
  readonly customer: CustomerKind;
  readonly payment: ShopPayment;
  readonly notices: readonly Notice[];
  readonly habit?: TransferHabit;
  readonly cancellation?: 'first' | 'at-once' | 'once-completed';
  readonly test?: true;
  readonly fault?: Fault;
  readonly product?: Product;
  readonly taxExcluded?: true;
}

const created = notice('created', 'placed');
const updated = notice('updated', 'changed');
const cancelled = notice('cancelled', 'cancelled');

/** An order without anything special, for one kind of customer after another. */
export function ordinary(index: number): ShopScript {
  const kinds = [consumer, registeredCompany, person, otherCompany] as const;
  const script = paidByCard(kinds[index % kinds.length] ?? consumer);
  return index % 3 === 2 ? { ...script, taxExcluded: true } : script;
}

/** What every shop lives through besides the ordinary. */
export const SHOP_SCRIPTS: readonly ShopScript[] = [
  { ...paidByCard(registeredCompany), notices: [created, updated] },
  { ...paidByCard(canary), notices: [updated, created] },
  { ...paidByCard(consumer), notices: [{ ...created, sends: 3 }] },
  { ...paidByCard(otherCompany), notices: [created, { ...updated, sends: 2 }], taxExcluded: true },
  paidByTransfer(registeredCompany, 'names-order'),
  paidByTransfer(otherCompany, 'names-invoice'),
  paidByTransfer(canary, 'wrong-amount'),
  {
    ...paidByCard(person),
    payment: 'card-open',
    notices: [created, notice('paid', 'paid'), notice('updated', 'paid')],
  },
  { ...paidByCard(consumer), payment: 'card-open', expectation: 'nothing' },
  { ...paidByCard(consumer), test: true, expectation: 'nothing' },
  { ...paidByCard(consumer), notices: [cancelled, created], cancellation: 'first', expectation: 'compensated' },
  { ...paidByCard(person), notices: [created, cancelled], cancellation: 'at-once', expectation: 'compensated' },
  {
    ...paidByCard(otherCompany),
    notices: [created, { ...cancelled, onceBooked: true }],
    cancellation: 'once-completed',
    expectation: 'attention:cancellation',
  },
  { ...paidByCard(consumer), fault: 'forged', expectation: 'refused' },
];

/** What only one of the shops lives through. */
export const OWN_SCRIPTS: Readonly<Record<'moda' | 'ev', readonly ShopScript[]>> = {
  moda: [
    paidByTransfer(person, 'pays-twice'),
    { ...paidByCard(canary), fault: 'line-without-sku', expectation: 'quarantined' },
    { ...paidByCard(refusedCompany), expectation: 'compensated' },
    { ...paidByCard(schematronCompany), expectation: 'attention:transmit' },
  ],
  ev: [
    paidByTransfer(person, 'no-reference'),
    { ...paidByCard(canary), fault: 'total-one-lira-more', expectation: 'quarantined' },
    { ...paidByCard(consumer), product: BLOCKED_PRODUCT, expectation: 'compensated' },
    { ...paidByCard(consumer), fault: 'tampered', expectation: 'refused' },
  ],
};

function paidByCard(customer: CustomerKind): ShopScript {
  return { expectation: 'completed', customer, payment: 'card', notices: [created] };
}

function paidByTransfer(customer: CustomerKind, habit: TransferHabit): ShopScript {
  const expectation = settles(habit) ? 'completed' : 'waiting-for-payment';
  return { expectation, customer, payment: 'transfer', notices: [created], habit };
}

function notice(happening: Happening, stage: Stage): Notice {
  return { happening, stage, sends: 1 };
}
