import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@kervan/testing';
import { Bank } from '../support/bank.js';
import { finalConsumer } from '../support/buyers.js';
import { decimal } from '../support/kurus.js';
import { wholeOver } from '../support/outside.js';
import { grossOf } from '../support/shop-orders.js';
import { Shop, type ShopOrder } from '../support/shops.js';
import { errorsIn, openWorld, type World } from '../support/world.js';

interface TakenStatement {
  readonly statements: readonly { readonly id: string; readonly findings: readonly { readonly code: string }[] }[];
}

describe('from the bank statement to the paid order', () => {
  let world: World;
  let ev: Shop;
  let bank: Bank;
  let price = 10_000n + BigInt(Date.now() % 5_000_000);

  beforeAll(async () => {
    world = await openWorld();
    ev = new Shop(world.installation, 'woocommerce');
    bank = new Bank(world.installation, world.operator);
  });

  /** An order of the shop that is to be paid by transfer, of an amount of its own, once it waits for that. */
  async function ordered(): Promise<{ order: ShopOrder; orderId: string; gross: bigint }> {
    price += 7n;
    const wish = { payment: 'transfer', paid: false, price } as const;
    const order = ev.order(wish);
    await ev.send('order.created', order.at());
    const { id } = await ev.until(order, 'taken');
    await eventually('it waits for its payment', async () => (await world.operator.saga(id)).step === 'settle', { withinMs: 60_000 });
    return { order, orderId: id, gross: grossOf(wish) };
  }

  it.concurrent('a transfer that names the order, as people write it, completes it', async () => {
    const { order, gross } = await ordered();
    const text = `SIPARIS ${order.orderNumber.toUpperCase().replace('-', ' - ')} TESEKKURLER`;
    const answer = await bank.upload(bank.statement([{ amount: gross, text }]));
    expect([answer.status, (answer.json as TakenStatement).statements.map(({ findings }) => findings)]).toEqual([202, [[]]]);
    await ev.until(order, 'completed');
    expect(await world.outside.summaryOf(order)).toEqual(wholeOver(decimal(gross)));
  });

  it.concurrent('a transfer that names the invoice completes the order, and the same statement again changes nothing', async () => {
    const { order, gross } = await ordered();
    const [invoice] = await world.operator.invoicesOf(order);
    const statement = bank.statement([{ amount: gross, text: 'havale', endToEndId: invoice!.number }]);
    expect((await bank.upload(statement)).status).toBe(202);
    await ev.until(order, 'completed');
    const again = await bank.upload(statement);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    expect(await world.outside.summaryOf(order)).toEqual(wholeOver(decimal(gross)));
  });

  it.concurrent('a till sale on account is settled by its bank line', async () => {
    const sale = await world.tills.sell({ buyer: finalConsumer, payment: 'due' });
    await eventually('it waits for its payment', async () => (await world.operator.saga(sale.orderId)).step === 'settle', { withinMs: 60_000 });
    const gross = BigInt(sale.body.totals.gross.replace('.', ''));
    await bank.upload(bank.statement([{ amount: gross, text: sale.orderNumber }]));
    await world.tills.until(sale, 'completed');
    expect(await world.outside.summaryOf(sale)).toEqual(wholeOver(sale.body.totals.gross));
  });

  it.concurrent('a transfer of another amount, without a word, waits for a person, whose decision completes the order', async () => {
    const { order, orderId, gross } = await ordered();
    await bank.upload(bank.statement([{ amount: gross, text: 'iyi günler' }]));
    const line = await bank.undecided(gross);
    expect(line.reason).toBe('no-reference');
    expect(line.proposals.map((proposal) => proposal.orderNumber)).toContain(order.orderNumber);
    expect((await bank.match(line, orderId)).status).toBeLessThan(300);
    expect((await bank.match(line, orderId)).status).toBe(409);
    await ev.until(order, 'completed');
    expect(await world.outside.summaryOf(order)).toEqual(wholeOver(decimal(gross)));
  });

  it.concurrent.each([
    ['less', -150n],
    ['more', 150n],
  ])('a transfer of %s than is due completes the order once a person accepts the difference, and what came is booked', async (_what, difference) => {
    const { order, orderId, gross } = await ordered();
    const came = gross + difference;
    await bank.upload(bank.statement([{ amount: came, text: order.orderNumber }]));
    const line = await bank.undecided(came);
    expect(line.reason).toBe('amount-differs');
    expect((await bank.match(line, orderId)).status).toBe(422);
    expect((await bank.match(line, orderId, true)).status).toBe(200);
    await ev.until(order, 'completed');
    expect(await world.outside.summaryOf(order)).toEqual({ ...wholeOver(decimal(gross)), payments: [decimal(came)] });
  });

  it.concurrent('a statement that does not add up books nothing, and says so', async () => {
    const { orderId, order, gross } = await ordered();
    const answer = await bank.upload(bank.statement([{ amount: gross, text: order.orderNumber }], 1n));
    const [statement] = (answer.json as TakenStatement).statements;
    expect([answer.status, statement!.findings.map(({ code }) => code)]).toEqual([202, ['balance-mismatch']]);
    expect((await bank.undecided(gross)).reason).toBe('statement-blocked');
    expect((await world.operator.saga(orderId)).step).toBe('settle');
  });

  it.concurrent.each([
    ['a document type', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "x">]><Document/>', 'doctype-forbidden'],
    ['something that is not XML', 'bu bir ekstre değil', 'malformed-xml'],
  ])('refuses %s', async (_what, body, code) => {
    const answer = await bank.upload(body);
    expect([answer.status, (answer.json as { code: string }).code]).toEqual([400, code]);
  });

  it('none of that is an error of a service', () => {
    expect(errorsIn(world.logs)).toEqual([]);
  });
});
