import type { Order } from '@kervan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shopifyOrder } from '../fixtures/shopify.js';
import { shops } from '../fixtures/shops.js';
import { readDelivery } from '../read-order/read-delivery.js';
import { type ShopEvent, Stage, Unusable } from '../read-order/reading.js';
import { parseShops } from '../shop/shop-profile.js';
import { decide, type Decision, type KnownOrder } from './decide.js';
import { versionBefore, withKnown } from './deletion.js';
import { ShopOrderState } from './shop-order-state.js';

const [profile] = parseShops(JSON.stringify(shops));

function orderOf(changes: Readonly<Record<string, unknown>>, by = profile!): Order {
  const body = Buffer.from(JSON.stringify(shopifyOrder(changes)));
  const reading = readDelivery({ deliveryId: 'x', topic: 'orders/create', body, receivedAt: new Date() }, by);
  if (reading.kind !== 'event' || reading.event.stage !== Stage.payable) throw new Error('not payable');
  return reading.event.place().order;
}

const order = orderOf({});
const cheaper = orderOf({
  shipping_lines: [],
  total_price: '271.00',
  tax_lines: [
    { price: '36.00', rate: 0.2 },
    { price: '5.00', rate: 0.1 },
  ],
});
const named = { orderKey: '1', orderNumber: 'moda-1' };

const unpaid = (version: number): ShopEvent => ({ ...named, version, stage: Stage.unpaid });
const paid = (version: number, of = order): ShopEvent => ({
  ...named,
  version,
  stage: Stage.payable,
  place: () => ({ order: of, taxRates: {} }),
  sold: () => ({ sold: of, taxRates: {} }),
});
/** Of an order that cannot be read at all. */
const unread = (version: number): ShopEvent => {
  const fail = (): never => {
    throw new Unusable([{ pointer: '#', code: 'unread', detail: 'nothing can be read of it' }]);
  };
  return { ...named, version, stage: Stage.payable, place: fail, sold: fail };
};
const cancelled = (version: number): ShopEvent => ({
  ...named,
  version,
  stage: Stage.cancelled,
  reason: 'x',
  cancelledAt: '2026-11-21T09:00:00.000Z',
});
/** Deleted in the shop at a time that nobody tells; it came when it says. */
const deleted = (version: number): ShopEvent => ({ ...cancelled(version), deleted: true }) as ShopEvent;

/** What is known after a decision, as the tables keep it. */
function after(known: KnownOrder | undefined, event: ShopEvent, decision: Decision): KnownOrder | undefined {
  if (decision.outcome === 'older' || decision.outcome === 'unusable') return known;
  const before: KnownOrder = known ?? {
    version: 0,
    versionBeforeDeletion: null,
    stage: Stage.unpaid,
    state: ShopOrderState.waiting,
    moneyHash: null,
    taxRates: null,
    contestedHash: null,
    cancellationRequested: false,
  };
  const versionBeforeDeletion = versionBefore(event, known);
  const now = { ...before, version: event.version, stage: event.stage, versionBeforeDeletion };
  switch (decision.outcome) {
    case 'recorded':
      return now;
    case 'waiting':
      return { ...now, state: ShopOrderState.waiting };
    case 'cancelled-before':
      return { ...now, state: ShopOrderState.cancelled };
    case 'placed':
      return { ...now, state: ShopOrderState.accepted, moneyHash: decision.moneyHash, taxRates: decision.placed.taxRates };
    case 'cancelled':
      return { ...now, cancellationRequested: true };
    case 'quarantined':
      return { ...now, contestedHash: decision.contestedHash };
    case 'deletion-contested':
      return { ...before, contestedHash: decision.contestedHash };
  }
}

function run(events: readonly ShopEvent[]) {
  let known: KnownOrder | undefined;
  const outcomes = events.map((told) => {
    const event = known ? withKnown(told, { orderNumber: told.orderNumber, known }) : told;
    const decision = decide(known, event);
    known = after(known, event, decision);
    return decision.outcome;
  });
  return { outcomes, known: known! };
}

describe('the events of an order', () => {
  it.each<[string, ShopEvent[], string[]]>([
    ['created unpaid, then paid', [unpaid(1), paid(2)], ['waiting', 'placed']],
    ['paid before it was told to be created', [paid(2), unpaid(1)], ['placed', 'older']],
    ['paid, told by several events of one moment', [paid(2), paid(2), paid(2)], ['placed', 'recorded', 'recorded']],
    ['created and paid within one second', [unpaid(2), paid(2)], ['waiting', 'placed']],
    ['the same, the other way round', [paid(2), unpaid(2)], ['placed', 'older']],
    ['paid, then something else about it', [paid(2), paid(3), unpaid(4)], ['placed', 'recorded', 'recorded']],
    [
      'cancelled after it was placed, and told so again',
      [paid(2), cancelled(3), cancelled(4)],
      ['placed', 'cancelled', 'recorded'],
    ],
    ['cancelled before it was told to be created', [cancelled(3), paid(2)], ['cancelled-before', 'older']],
    ['cancelled within the second of its payment', [cancelled(2), paid(2)], ['cancelled-before', 'older']],
    ['cancelled while it waited', [unpaid(1), cancelled(2), cancelled(3)], ['waiting', 'cancelled-before', 'recorded']],
    [
      'paid after the shop had given up waiting',
      [unpaid(1), cancelled(2), paid(3)],
      ['waiting', 'cancelled-before', 'placed'],
    ],
    ['opened again after its cancellation', [paid(1), cancelled(2), paid(3)], ['placed', 'cancelled', 'quarantined']],
    [
      'changed after it was placed, cancelled, and opened again as it had been changed',
      [paid(1), paid(2, cheaper), cancelled(3), paid(4, cheaper)],
      ['placed', 'quarantined', 'cancelled', 'quarantined'],
    ],
    ['never paid', [unpaid(1), unpaid(2)], ['waiting', 'waiting']],
    [
      'changed after it was placed, and told so again',
      [paid(1), paid(2, cheaper), paid(3, cheaper)],
      ['placed', 'quarantined', 'recorded'],
    ],
    ['changed, and changed back', [paid(1), paid(2, cheaper), paid(3)], ['placed', 'quarantined', 'recorded']],
    ['paid, and older than what is known, which nobody needs to read', [paid(2), unread(1)], ['placed', 'older']],
    ['the same of one that was given up', [cancelled(2), unread(1)], ['cancelled-before', 'older']],
    ['paid as nobody can read, then cancelled', [unread(1), cancelled(2)], ['unusable', 'cancelled-before']],
    ['placed, then told as nobody can read, then as before', [paid(1), unread(3), paid(2)], ['placed', 'unusable', 'recorded']],
    ['changed before it was placed', [unpaid(1), paid(2, cheaper), paid(1)], ['waiting', 'placed', 'older']],
  ])('%s', (_what, events, outcomes) => expect(run(events).outcomes).toEqual(outcomes));

  it('that need a person say why', () => {
    const { known } = run([paid(1)]);
    expect(decide(known, paid(2, cheaper))).toMatchObject({
      findings: [{ pointer: '#', code: 'changed-after-placing' }],
    });
    expect(decide({ ...known, cancellationRequested: true }, paid(2))).toMatchObject({
      findings: [{ code: 'reopened-after-cancelling' }],
    });
  });

  it('do not see another payment or buyer as a change of what was placed', () => {
    const { known } = run([paid(1)]);
    const other: Order = { ...order, version: 9, buyer: null, payments: [], references: [] };
    expect(decide(known, paid(2, other)).outcome).toBe('recorded');
  });
});

describe('the deletion of an order, which is told when it comes', () => {
  const CONTESTED = 'deletion-contested';

  it.each<[string, ShopEvent[], string[]]>([
    ['was taken back before it came', [paid(1), deleted(5), paid(3)], ['placed', 'cancelled', CONTESTED]],
    ['the same, before the order was placed', [unpaid(1), deleted(5), paid(3)], ['waiting', 'cancelled-before', CONTESTED]],
    ['the same, of an order that nothing was known of', [deleted(5), paid(3)], ['cancelled-before', CONTESTED]],
    ['was taken back, and the order is not paid', [paid(1), deleted(5), unpaid(3)], ['placed', 'cancelled', CONTESTED]],
    [
      'was taken back as nobody needs to read',
      [paid(1), deleted(5), unread(3)],
      ['placed', 'cancelled', CONTESTED],
    ],
    ['was taken back in the moment in which it came', [paid(1), deleted(5), paid(5)], ['placed', 'cancelled', CONTESTED]],
    [
      'was taken back, as several events tell',
      [paid(1), deleted(5), paid(3), paid(3), paid(4)],
      ['placed', 'cancelled', CONTESTED, 'older', CONTESTED],
    ],
    [
      'was told twice, and taken back before the first',
      [paid(1), deleted(5), deleted(7), paid(3)],
      ['placed', 'cancelled', 'recorded', CONTESTED],
    ],
    [
      'was taken back, and a later one was too',
      [unpaid(1), deleted(5), paid(6), deleted(9), unpaid(6), paid(8)],
      ['waiting', 'cancelled-before', 'placed', 'cancelled', 'older', CONTESTED],
    ],
    ['stands against what was known before', [unpaid(1), paid(2), deleted(5), paid(2)], ['waiting', 'placed', 'cancelled', 'older']],
    ['stands against what is older than that', [paid(2), deleted(5), paid(1), unpaid(1)], ['placed', 'cancelled', 'older', 'older']],
    ['stands against an older cancellation', [paid(1), deleted(5), cancelled(3)], ['placed', 'cancelled', 'older']],
    [
      'came after the order was put in the bin',
      [paid(1), cancelled(3), deleted(5), paid(2), paid(4)],
      ['placed', 'cancelled', 'recorded', 'older', CONTESTED],
    ],
    [
      'counts though the clock of the shop is ahead of ours',
      [paid(7), deleted(5), paid(6), paid(7)],
      ['placed', 'cancelled', 'older', 'older'],
    ],
    ['is of the past once something newer is known', [paid(1), deleted(5), paid(6), paid(3)], ['placed', 'cancelled', 'quarantined', 'older']],
  ])('%s', (_what, events, outcomes) => expect(run(events).outcomes).toEqual(outcomes));

  it('counts until a person has decided, and what is paid later still places the order', () => {
    const { known } = run([unpaid(1), deleted(5), paid(3)]);
    expect(known).toMatchObject({ version: 5, versionBeforeDeletion: 1, stage: 'cancelled', state: 'cancelled' });
    expect(decide(known, paid(6)).outcome).toBe('placed');
  });

  it('is questioned with a code of its own, and again for a person who asks again', () => {
    const { known } = run([paid(1), deleted(5), paid(3)]);
    expect(decide({ ...known, contestedHash: null }, paid(3))).toMatchObject({
      findings: [{ pointer: '#', code: 'changed-about-deletion' }],
    });
  });
});

describe('an order too large for one message', () => {
  const [line] = order.lines;
  const of = (lines: number): Order => ({ ...order, lines: Array.from({ length: lines }, () => line!) });

  it('is not placed, but shown to a person', () => {
    expect(decide(undefined, paid(1, of(20_000)))).toMatchObject({
      outcome: 'unusable',
      findings: [{ pointer: '#', code: 'order-too-large' }],
    });
    expect(decide(undefined, paid(1, of(2_000))).outcome).toBe('placed');
  });
});

describe('the money of an order', () => {
  const untaxed = {
    taxes_included: false,
    shipping_lines: [],
    total_price: '55.00',
    tax_lines: [],
    line_items: [{ title: 'Kitap', sku: '', product_id: 7, quantity: 1, price: '55.00' }],
  };
  const mapping = { articleWithoutSku: 'product-id', exemption: { code: '335', reason: 'kitap' } } as const;
  const read = (other: object, changes: object = {}): Order =>
    orderOf({ ...untaxed, ...changes }, { ...profile!, mapping: { ...profile!.mapping, ...mapping, ...other } });

  it('is the same when the profile of the shop has changed since it was placed', () => {
    const { known } = run([paid(1, read({}))]);
    const renamed = { unitCode: 'KGM', exemption: { code: '350', reason: 'diğer' } };
    expect(decide(known, paid(2, read(renamed))).outcome).toBe('recorded');
    const withSku = [{ ...untaxed.line_items[0], sku: 'KIT-7' }];
    expect(decide(known, paid(2, read({}, { line_items: withSku }))).outcome).toBe('recorded');
  });

  it('is another with another name or quantity', () => {
    const [book] = untaxed.line_items;
    const { known } = run([paid(1, read({}))]);
    for (const other of [{ title: 'Defter' }, { quantity: 5, price: '11.00' }]) {
      expect(decide(known, paid(2, read({}, { line_items: [{ ...book, ...other }] }))).outcome).toBe('quarantined');
    }
  });
});

describe('in whatever order they come', () => {
  const history = fc
    .array(fc.constantFrom(unpaid, paid, cancelled), { minLength: 1, maxLength: 6 })
    .map((makers) => makers.map((make, index) => make(index + 1)));
  const arrivals = history.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc
        .array(fc.constantFrom(...events), { maxLength: 4 })
        .chain((again) => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length })),
    ),
  );

  it('the newest is what is known in the end, and an order is placed and cancelled once at most', () => {
    fc.assert(
      fc.property(arrivals, ([events, arriving]) => {
        const { outcomes, known } = run(arriving);
        const newest = events.at(-1)!;
        expect([known.version, known.stage]).toEqual([newest.version, newest.stage]);
        expect(outcomes.filter((outcome) => outcome === 'placed').length).toBeLessThanOrEqual(1);
        expect(outcomes.filter((outcome) => outcome === 'cancelled').length).toBeLessThanOrEqual(1);
        if (newest.stage === Stage.payable) expect(known.moneyHash).not.toBeNull();
        if (newest.stage === Stage.cancelled) {
          expect(known.moneyHash === null || known.cancellationRequested).toBe(true);
        }
      }),
    );
  });
});
