import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@kervan/testing';
import { renderVerdict } from '@kervan/tools/judge/render-verdict';
import type { ServiceName } from '@kervan/tools/platform/services';
import { Bank } from '../support/bank.js';
import { registeredCompany } from '../support/buyers.js';
import { callsUnderWay, filesInProcessing, killWhile, untilReady, whileTableIsLocked } from '../support/killing.js';
import { decimal } from '../support/kurus.js';
import { wholeOver } from '../support/outside.js';
import { Partner, type InterchangeFile, type PartnerOrder } from '../support/partner.js';
import { grossOf } from '../support/shop-orders.js';
import { Shop, type Delivery, type ShopOrder } from '../support/shops.js';
import type { TakenSale } from '../support/tills.js';
import { misfits } from '../support/ubl-schema.js';
import { REST, verdictAtRest } from '../support/verdict.js';
import { openOwnWorld, type OwnWorld } from '../support/world.js';

const LONG_MS = 4_000;

/** What the console calls an order of a state at its door. */
const consoleStates: Readonly<Record<string, readonly string[]>> = {
  taken: ['on_its_way', 'awaiting_payment'],
  completed: ['completed'],
  reversed: ['reversed'],
  needs_attention: ['needs_attention'],
};

/** An order as a service lists it. */
interface ListedOrder {
  readonly orderNumber: string;
  readonly state: string;
}

describe('kill -9 of each service during the morning', () => {
  let world: OwnWorld;
  let partner: Partner;
  let shop: Shop;
  let bank: Bank;
  const hit: TakenSale[] = [];
  const wish = { payment: 'transfer', paid: false, price: 73_511n } as const;
  let partnersOrder: PartnerOrder;
  let partnersFile: InterchangeFile;
  let shopOrder: ShopOrder;
  let shopDelivery: Delivery;

  beforeAll(async () => {
    world = await openOwnWorld();
    const { installation } = world;
    partner = new Partner(installation);
    shop = new Shop(installation, 'woocommerce');
    bank = new Bank(installation, world.operator);
    partnersOrder = partner.order();
    partnersFile = partner.interchange([partnersOrder]);
    shopOrder = shop.order(wish);
    shopDelivery = shop.delivery('order.created', shopOrder.at());
  });

  afterAll(() => world?.close());

  it('edi-gateway dies with a file claimed, and the morning begins', async () => {
    await whileTableIsLocked('edi-gateway', 'edi_interchange', async (heldUp) => {
      await partner.put(partnersFile);
      await killWhile(world, 'edi-gateway', async () => {
        const [files, statements] = await Promise.all([filesInProcessing(world), heldUp('INSERT INTO edi_interchange')]);
        return files.length > 0 && statements.length > 0 ? [...files, ...statements] : [];
      });
    });
    await world.outside.playMorning({ sales: 60, seed: 3, rate: 3 });
  });

  it('ecommerce-webhooks dies with a delivery open: its order is written, the message is not', async () => {
    await whileTableIsLocked('ecommerce-webhooks', 'outbox_message', async (heldUp) => {
      const unanswered = expect(shop.deliver(shopDelivery)).rejects.toThrow('fetch failed');
      await killWhile(world, 'ecommerce-webhooks', () => heldUp('INSERT INTO outbox_message'));
      await unanswered;
    });
  });

  it('einvoice-sender dies while the integrator has an invoice in hand', async () => {
    const sale = world.tills.ring({ buyer: registeredCompany });
    const match = { orderNumber: sale.orderNumber };
    await world.outside.suffer({ target: 'integrator', operation: 'transmit', kind: 'delay', ms: LONG_MS, times: 1, match });
    const taken = await world.tills.send(sale);
    hit.push(taken);
    await killWhile(world, 'einvoice-sender', async () => {
      const calls = await callsUnderWay('einvoice-sender', taken.orderId);
      return calls.filter((call) => call.includes('send-invoice'));
    });
  });

  it('erp-writer dies while the ERP has an order in hand', async () => {
    const sale = world.tills.ring();
    const match = { orderNumber: sale.orderNumber };
    await world.outside.suffer({ target: 'erp', operation: 'post-sales-order', kind: 'delay', ms: LONG_MS, times: 1, match });
    const taken = await world.tills.send(sale);
    hit.push(taken);
    await killWhile(world, 'erp-writer', () => callsUnderWay('erp-writer', taken.orderId));
  });

  it('order-orchestrator dies with a chunk open: sagas are written, their commands are not', async () => {
    await whileTableIsLocked('order-orchestrator', 'outbox_message', async (heldUp) => {
      hit.push(await world.tills.sell());
      await killWhile(world, 'order-orchestrator', () => heldUp('INSERT INTO outbox_message'));
    });
  });

  it('the shop delivers again what was not answered, and it is taken once', async () => {
    await untilReady(world, 'ecommerce-webhooks');
    // whether its first delivery was committed nobody was told: the commit may have been on its way to the database
    const again = [await shop.deliver(shopDelivery), await shop.deliver(shopDelivery)];
    const [first, second] = again.map(({ json }) => (json as { status: string }).status);
    expect(['accepted', 'duplicate']).toContain(first);
    expect(second).toBe('duplicate');
  });

  it('pos-ingest dies with a chunk open, in which it notes what has become of a sale', async () => {
    await untilReady(world, 'order-orchestrator');
    const sale = world.tills.ring();
    const match = { orderNumber: sale.orderNumber };
    await world.outside.suffer({ target: 'erp', operation: 'post-sales-order', kind: 'delay', ms: LONG_MS, times: 1, match });
    const taken = await world.tills.send(sale);
    hit.push(taken);
    await world.tills.until(taken, 'taken');
    await whileTableIsLocked('pos-ingest', 'pos_sale', async (heldUp) => {
      await killWhile(world, 'pos-ingest', () => heldUp('UPDATE'));
    });
    await untilReady(world, 'pos-ingest');
  });

  it('console dies with a chunk open', async () => {
    await whileTableIsLocked('console', 'timeline_entry', async (heldUp) => {
      hit.push(await world.tills.sell());
      await killWhile(world, 'console', () => heldUp('INSERT INTO timeline_entry'));
    });
  });

  it('bank-reconciler dies with the transaction of a statement open, and takes the statement that comes again', async () => {
    const { id } = await shop.until(shopOrder, 'taken');
    await eventually('it waits for its payment', async () => (await world.operator.saga(id)).step === 'settle', REST);
    const statement = bank.statement([{ amount: grossOf(wish), text: `siparis ${shopOrder.orderNumber}` }]);
    await whileTableIsLocked('bank-reconciler', 'bank_line', async (heldUp) => {
      const unanswered = expect(bank.upload(statement)).rejects.toThrow('fetch failed');
      await killWhile(world, 'bank-reconciler', () => heldUp('INSERT INTO bank_line'));
      await unanswered;
    });
    await untilReady(world, 'bank-reconciler');
    expect((await bank.upload(statement)).status).toBe(202); // of now, or the first one's, if its commit had got through
    await shop.until(shopOrder, 'completed');
    expect(await world.outside.summaryOf(shopOrder)).toEqual(wholeOver(decimal(grossOf(wish))));
  });

  it('the file that was claimed is taken up again: one CONTRL, one order', async () => {
    await eventually('it is taken', async () => (await partner.files('accepted')).some(({ name }) => name === partnersFile.name), REST);
    expect(await partner.answersTo(partnersFile)).toHaveLength(1);
    const orderNumber = `marketim-${partnersOrder.number}`;
    const { items } = await world.operator.get<{ items: object[] }>('edi-gateway', `/admin/orders?orderNumber=${orderNumber}`);
    expect(items).toHaveLength(1);
    await eventually('it is invoiced', async () => {
      const { orders, invoices, booked } = await world.outside.summaryOf({ orderNumber });
      return [orders, invoices, booked].every(({ length }) => length === 1);
    }, REST);
  });

  it('and every order has its documents and amounts, as if nothing had happened', async () => {
    await eventually('the tills have every answer', () => world.outside.morningIsOver(), REST);
    for (const sale of hit) {
      await eventually(`sale ${sale.orderNumber} is completed`, async () => (await world.tills.look(sale)).state === 'completed', REST);
      expect(await world.outside.findingsAbout(sale)).toEqual([]);
    }
    const verdict = await verdictAtRest(world.installation);
    console.log(renderVerdict(verdict));
    expect(verdict.findings).toEqual([]);
    expect(verdict.rows.find(({ kind }) => kind === 'all sales')?.accepted).toBeGreaterThan(50);
  });

  it('and the read model of the console is complete', async () => {
    const doors = [['pos-ingest', '/admin/sales'], ['ecommerce-webhooks', '/admin/orders'], ['edi-gateway', '/admin/orders']] as const;
    const orders = (await Promise.all(doors.map(([service, path]) => everyOne(service, path)))).flat();
    const begun = orders.filter(({ state }) => !['waiting', 'cancelled'].includes(state));
    expect(begun.length).toBeGreaterThan(90);
    let differing: string[] = [];
    await eventually('the console shows every order as its door does', async () => {
      const shown = new Map((await everyOne('console', '/v1/documents')).map(({ orderNumber, state }) => [orderNumber, state]));
      const others = begun.filter(({ orderNumber, state }) => !consoleStates[state]?.includes(shown.get(orderNumber) ?? ''));
      differing = others.map(({ orderNumber, state }) => `${orderNumber}: ${state} at its door, ${shown.get(orderNumber)} in the console`);
      return differing.length === 0;
    }, REST).catch(() => undefined);
    expect(differing).toEqual([]);
  });

  it('and every invoice that the integrator has received fits the schema of UBL 2.1', async () => {
    const invoices = await world.outside.invoices();
    expect(invoices.size).toBeGreaterThan(10);
    expect(misfits(invoices)).toEqual([]);
    const [[number, xml] = ['', '']] = invoices;
    expect(misfits(new Map([[number, xml.replace(/<cbc:IssueDate>.*?<.cbc:IssueDate>/, '')]]))).toHaveLength(1);
  });

  /** Every order that a service lists. */
  async function everyOne(service: ServiceName, path: string): Promise<ListedOrder[]> {
    const listed: ListedOrder[] = [];
    let after = '';
    do {
      const page = await world.operator.get<{ items: ListedOrder[]; next?: string }>(service, `${path}?limit=200${after}`);
      listed.push(...page.items);
      after = page.next === undefined ? '' : `&after=${encodeURIComponent(page.next)}`;
    } while (after !== '');
    return listed;
  }
});
