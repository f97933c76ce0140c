import { beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@kervan/testing';
import { Bank } from '../support/bank.js';
import { decimal, rounded } from '../support/kurus.js';
import { nothing, wholeOver } from '../support/outside.js';
import { Partner, type PartnerOrder } from '../support/partner.js';
import { openWorld, errorsIn, type World } from '../support/world.js';

/** What an order comes to with its 20 % tax. */
const grossOf = ({ price, quantity }: PartnerOrder): bigint => price * quantity + rounded(price * quantity * 20n, 100n);

describe('from a trading partner to the paid invoice', () => {
  let world: World;
  let partner: Partner;
  let bank: Bank;

  beforeAll(async () => {
    world = await openWorld();
    partner = new Partner(world.installation);
    bank = new Bank(world.installation, world.operator);
  });

  /** The order as edi-gateway knows it, once it stands so. */
  const until = (order: PartnerOrder, state: string): Promise<{ orderNumber: string; id: string }> =>
    eventually(`order ${order.number} is ${state}`, async () => {
      const { items } = await world.operator.get<{ items: { orderNumber: string; state: string; id: string }[] }>('edi-gateway', '/admin/orders?limit=200');
      return items.find((one) => one.orderNumber === `marketim-${order.number}` && one.state === state);
    }, { withinMs: 60_000, everyMs: 100 });

  it.concurrent('two orders of one interchange are acknowledged, invoiced and, once the bank tells, paid', async () => {
    const orders = [partner.order(), partner.order(8_136n, 24n)];
    const file = partner.interchange(orders);
    await partner.put(file);
    const [answer] = await partner.answersTo(file);
    expect(answer).toContain(`UCI+${file.reference}+8690000000012:14+8690000000029:14+7'`);
    const taken = await Promise.all(orders.map((order) => until(order, 'taken')));
    await Promise.all(taken.map(({ id }) => eventually('it waits for its payment', async () => (await world.operator.saga(id)).step === 'settle', { withinMs: 60_000 })));
    const credits = orders.map((order, index) => ({ amount: grossOf(order), text: `fatura bedeli ${taken[index]!.orderNumber.toLowerCase()}` }));
    expect((await bank.upload(bank.statement(credits))).status).toBe(202);
    for (const order of orders) {
      const { orderNumber } = await until(order, 'completed');
      expect(await world.outside.summaryOf({ orderNumber })).toEqual(wholeOver(decimal(grossOf(order))));
    }
    expect((await partner.files('accepted')).map(({ name }) => name)).toContain(file.name);
  });

  it.concurrent('the same file twice gets the same answer, and there is one order', async () => {
    const order = partner.order();
    const file = partner.interchange([order]);
    await partner.put(file);
    const first = await partner.takeAnswersTo(file);
    await partner.put(file, `again-${file.name}`);
    await eventually('it is taken', async () => (await partner.files('accepted')).some(({ name }) => name === `again-${file.name}`), { withinMs: 30_000 });
    expect(await partner.answersTo(file)).toEqual(first);
    const { items } = await world.operator.get<{ items: { orderNumber: string }[] }>('edi-gateway', '/admin/orders?limit=200');
    expect(items.filter(({ orderNumber }) => orderNumber === `marketim-${order.number}`)).toHaveLength(1);
  });

  it.concurrent('a wrong segment count is refused with its segment, and nothing of the file is an order', async () => {
    const order = partner.order();
    const file = partner.interchange([order], (segments) => [...segments.slice(0, -1), 'UNT+99+1']);
    await partner.put(file);
    const [answer] = await partner.answersTo(file);
    expect(answer).toMatch(/\+4'|\+4:?\d*\+?29/);
    const errors = await eventually('it is moved', async () =>
      (await partner.files('rejected')).find(({ name }) => name === `${file.name}.error.json`), { withinMs: 30_000 });
    expect(JSON.parse(errors.text)).toMatchObject({ code: expect.stringMatching(/^edi-/), detail: expect.any(String) });
    expect(await world.outside.summaryOf({ orderNumber: `marketim-${order.number}` })).toEqual(nothing);
  });

  it('none of that is an error of a service', () => {
    expect(errorsIn(world.logs)).toEqual([]);
  });
});
