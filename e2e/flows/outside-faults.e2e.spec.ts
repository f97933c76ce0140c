import { beforeAll, describe, expect, it } from 'vitest';
import { registeredCompany } from '../support/buyers.js';
import type { Fault } from '../support/outside.js';
import type { Wish } from '../support/sale.js';
import type { TakenSale } from '../support/tills.js';
import { errorsIn, openWorld, type World } from '../support/world.js';

const order = { target: 'erp', operation: 'post-sales-order', times: 1 } as const;

describe('when the outside world fails', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });

  /** Sells while the given faults wait for that very order. */
  async function sellDuring(wish: Wish, ...faults: readonly Fault[]): Promise<TakenSale> {
    const sale = world.tills.ring(wish);
    const match = { orderNumber: sale.orderNumber };
    await world.outside.suffer(...faults.map((fault) => ({ ...fault, match })));
    return world.tills.send(sale);
  }

  /** Every fault has struck, and the order is whole all the same, with one of everything. */
  async function expectOneOfEverything(sale: TakenSale): Promise<void> {
    await world.tills.until(sale, 'completed');
    const unused = (await world.outside.faults()).filter(({ match, times }) => times && match?.orderNumber === sale.orderNumber);
    expect(unused).toEqual([]);
    expect(await world.outside.findingsAbout(sale)).toEqual([]);
  }

  it.concurrent('the ERP writes the order and cuts the connection: it is asked, and there is one document', async () => {
    const sale = await sellDuring({}, { ...order, kind: 'cut-after' });
    await expectOneOfEverything(sale);
  });

  it.concurrent('the ERP writes the order and answers 500: it is asked, and there is one document', async () => {
    const sale = await sellDuring({}, { ...order, kind: 'error-after', status: 500 });
    await expectOneOfEverything(sale);
  });

  it.concurrent('the ERP answers 500 and has written nothing: the order is posted again, once', async () => {
    const sale = await sellDuring({}, { ...order, kind: 'error-before', status: 500 });
    await expectOneOfEverything(sale);
  });

  it.concurrent('the ERP cuts the connection, and its look-up lags behind: the second send changes nothing', async () => {
    const sale = await sellDuring(
      {},
      { ...order, kind: 'cut-after' },
      { target: 'erp', operation: 'look-up', kind: 'lookup-lag', ms: 60_000, times: 1 },
    );
    await expectOneOfEverything(sale);
  });

  it.concurrent('the ERP asks for patience: the order waits as long as told, and no attempt is counted', async () => {
    const sale = await sellDuring({}, { ...order, kind: 'too-many', retryAfter: 2, times: 2 });
    await expectOneOfEverything(sale);
    const calls = await world.operator.callsOf('erp-writer', sale.orderId);
    expect(calls.find(({ type }) => type.includes('sales-order'))).toMatchObject({ state: 'completed', attempts: 0 });
  });

  it.concurrent('the ERP cuts the connection after invoice and payment: one of each is booked', async () => {
    const sale = await sellDuring(
      { buyer: registeredCompany },
      { target: 'erp', operation: 'post-invoice', kind: 'cut-after', times: 1 },
      { target: 'erp', operation: 'post-payment', kind: 'cut-after', times: 1 },
    );
    await expectOneOfEverything(sale);
  });

  it.concurrent('the integrator takes the invoice and cuts the connection: one invoice, transmitted once', async () => {
    const sale = await sellDuring({ buyer: registeredCompany }, { target: 'integrator', operation: 'transmit', kind: 'cut-after', times: 1 });
    await expectOneOfEverything(sale);
    const { invoices } = await world.outside.effectsOf(sale);
    expect(invoices.map(({ last }) => last.attempt)).toEqual([1]);
  });

  it.concurrent('the integrator answers 500 to the transmission and to a poll: one invoice all the same', async () => {
    const sale = await sellDuring(
      { buyer: registeredCompany },
      { target: 'integrator', operation: 'transmit', kind: 'error-before', status: 500, times: 1 },
      { target: 'integrator', operation: 'status', kind: 'error-before', status: 500, times: 1 },
    );
    await expectOneOfEverything(sale);
  });

  it('and none of that is an error of a service', () => {
    expect(errorsIn(world.logs)).toEqual([]);
  });
});
