import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@kervan/testing';
import { judge, type Verdict } from '@kervan/tools/judge/judge';
import { renderVerdict } from '@kervan/tools/judge/render-verdict';
import { urlOf } from '@kervan/tools/platform/services';
import { registeredCompany } from '../support/buyers.js';
import { callsUnderWay, killWhile, untilReady, whileTableIsLocked } from '../support/killing.js';
import type { TakenSale } from '../support/tills.js';
import { misfits } from '../support/ubl-schema.js';
import { openWorld, type World } from '../support/world.js';

const LONG_MS = 4_000;
/** A call whose worker was killed is unknown once its lease has ended: the target's timeout of 30 s and 10 s. */
const REST = { withinMs: 120_000, everyMs: 500 };

describe('kill -9 of each service during the morning', () => {
  let world: World;
  const hit: TakenSale[] = [];

  beforeAll(async () => {
    world = await openWorld();
    await world.outside.playMorning({ sales: 60, seed: 3, rate: 3 });
  });

  afterAll(() => world?.close());

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
      await killWhile(world, 'order-orchestrator', async () => {
        return (await heldUp()).filter((statement) => statement.startsWith('INSERT INTO outbox_message'));
      });
    });
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
      await killWhile(world, 'pos-ingest', async () => {
        const statements = await heldUp();
        return statements.some((statement) => statement.startsWith('UPDATE')) ? statements : [];
      });
    });
    await untilReady(world, 'pos-ingest');
  });

  it('and every order has its documents and amounts, as if nothing had happened', async () => {
    await eventually('the tills have every answer', () => world.outside.morningIsOver(), REST);
    for (const sale of hit) {
      await eventually(`sale ${sale.orderNumber} is completed`, async () => (await world.tills.look(sale)).state === 'completed', REST);
      expect(await world.outside.findingsAbout(sale)).toEqual([]);
    }
    let verdict: Verdict | undefined;
    await eventually('the judge has nothing to object', async () => (verdict = await verdictOn(world)).ok, REST).catch(() => undefined);
    console.log(verdict && renderVerdict(verdict));
    expect(verdict?.findings).toEqual([]);
    expect(verdict?.rows.find(({ kind }) => kind === 'all sales')?.accepted).toBeGreaterThan(50);
  });

  it('and every invoice that the integrator has received fits the schema of UBL 2.1', async () => {
    const invoices = await world.outside.invoices();
    expect(invoices.size).toBeGreaterThan(10);
    expect(misfits(invoices)).toEqual([]);
    const [[number, xml] = ['', '']] = invoices;
    expect(misfits(new Map([[number, xml.replace(/<cbc:IssueDate>.*?<.cbc:IssueDate>/, '')]]))).toHaveLength(1);
  });
});

function verdictOn({ platform: { installation }, outside }: World): Promise<Verdict> {
  return judge({
    sandboxDir: outside.folder,
    services: {
      posIngestUrl: urlOf('pos-ingest', installation),
      orchestratorUrl: urlOf('order-orchestrator', installation),
      einvoiceUrl: urlOf('einvoice-sender', installation),
      operatorKey: installation.secrets.operatorKey,
    },
  });
}
