import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, envelope, message, ordersBody, ordersFile } from '../fixtures/interchange.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';

describe('an interchange of one order', () => {
  let edi: RunningEdiGateway;

  beforeAll(async () => {
    edi = await runningEdiGateway();
  });
  afterAll(() => edi.stop());

  it('is published as an order, acknowledged, and moved once it is recorded', async () => {
    expect(await edi.deliver('po-17.edi', ordersFile())).toEqual({ end: 'accepted' });
    const [placed] = await eventually('published', () => edi.placed().length > 0 && edi.placed());
    expect(placed?.order).toMatchObject({
      company: 'anadolu',
      mode: 'live',
      channel: 'edi',
      source: 'partner market',
      orderNumber: 'market-PO-17',
      version: 1,
      placedAt: '2026-11-19T21:00:00.000Z',
      businessDate: '2026-11-20',
      currency: 'TRY',
      pricesIncludeTax: false,
      fiscalDocument: 'invoice',
      totals: { linesMinor: 1_095_024, netMinor: 1_095_024, taxMinor: 199_478, grossMinor: 1_294_502 },
      payments: [{ method: 'transfer', amountMinor: 1_294_502, status: 'due', dueDate: '2026-12-20' }],
      references: [
        { type: 'buyer_order', value: 'PO-17', issuedOn: '2026-11-20' },
        { type: 'delivery_requested', value: '2026-11-25', issuedOn: null },
      ],
      deliverTo: { city: 'Kocaeli' },
      buyer: { taxId: '4620010035', taxIdScheme: 'VKN' },
    });
    const [name] = await eventually('acknowledged', async () => {
      const written = await edi.names('outbox');
      return written.length > 0 && written;
    });
    expect(name).toBe('contrl-KRV0001-00000000000001.edi');
    expect(await readFile(join(edi.folder('outbox'), name!), 'utf8')).toMatch(
      new RegExp(
        String.raw`^UNA:\+\.\? 'UNB\+UNOC:3\+8690000000029:14\+8690000000012:14\+\d{6}:\d{4}\+00000000000001'` +
          String.raw`UNH\+1\+CONTRL:D:3:UN'UCI\+KRV0001\+8690000000012:14\+8690000000029:14\+7'` +
          String.raw`UCM\+1\+ORDERS:D:96A:UN:EAN008\+7'UNT\+4\+1'UNZ\+1\+00000000000001'$`,
      ),
    );
  });

  it('may carry Turkish letters in its own character set', async () => {
    for (const [set, order] of [
      ['UNOK', 'SİPARİŞ-ĞÜ'],
      ['UNOW', 'SİPARİŞ-ıö'],
    ] as const) {
      expect(await edi.deliver(`${set}.edi`, ordersFile({ set, order, reference: set }))).toEqual({ end: 'accepted' });
      const placed = await eventually('published', () =>
        edi.placed().find((one) => one.order.orderNumber === `market-${order}`),
      );
      expect(placed.order.references[0]?.value).toBe(order);
    }
  });

  it('keeps a name that looks like structure as text', async () => {
    const order = "A?'UNT?+2?+1?'";
    expect(await edi.deliver('text.edi', ordersFile({ order, reference: 'TEXT' }))).toEqual({ end: 'accepted' });
    await eventually('published', () => edi.placed().some((one) => one.order.orderNumber === "market-A'UNT+2+1'"));
  });

  it('is told with its messages, its orders and its acknowledgement', async () => {
    const right = message(ordersBody({ order: 'PO-201' }), 'M1');
    const wrong = message(ordersBody({ order: 'PO-202' }), 'M2').map((one) => one.replace(/^UNT\+\d+/, 'UNT+99'));
    const unusable = message(ordersBody({ order: 'PO-203', summary: ['CNT+2:9'] }), 'M3');
    const delivery = await edi.deliver(
      'three.edi',
      bytesOf(envelope([right, wrong, unusable], { reference: 'THREE' })),
    );
    expect(delivery).toMatchObject({ end: 'accepted', problem: { code: 'edi-envelope', segment: 41, tag: 'UNT' } });
    const { body } = await edi.request('GET', '/v1/interchanges?state=partly_accepted&partner=market&limit=1');
    const [item] = body.items as { id: string }[];
    expect(item).toMatchObject({ controlReference: 'THREE', fileName: 'three.edi', sender: '8690000000012:14' });
    const told = await eventually('the answer is written', async () => {
      const { body: one } = await edi.request('GET', `/v1/interchanges/${item!.id}`);
      return (one.acknowledgement as { writtenAt: string | null } | null)?.writtenAt != null && one;
    });
    expect(told).toMatchObject({
      state: 'partly_accepted',
      problem: { code: 'edi-envelope', errors: [{ syntaxError: '29', segmentInMessage: 20 }] },
      messages: [
        { reference: 'M1', state: 'ordered', orderNumber: 'market-PO-201' },
        { reference: 'M2', state: 'refused', orderId: null, findings: [{ code: '29' }] },
        { reference: 'M3', state: 'quarantined', findings: [{ code: 'count-conflict', expected: '2', actual: '9' }] },
      ],
    });
    const { fileName } = told.acknowledgement as { fileName: string };
    const contrl = await readFile(join(edi.folder('outbox'), fileName), 'latin1');
    expect(contrl).toContain("UCM+M1+ORDERS:D:96A:UN:EAN008+7'UCM+M2+ORDERS:D:96A:UN:EAN008+4+29+UNT+2'");
    expect(contrl).toContain("UCM+M3+ORDERS:D:96A:UN:EAN008+7'");
  });

  it('is an acknowledgement: it is kept, and never answered', async () => {
    const before = await edi.names('outbox');
    const body = message(['UCI+00000000000001+8690000000029:14+8690000000012:14+7'], '1', 'CONTRL:D:3:UN');
    expect(await edi.deliver('contrl.edi', bytesOf(envelope([body], { reference: 'C1' })))).toEqual({
      end: 'accepted',
    });
    expect((await edi.deliver('next.edi', ordersFile({ order: 'PO-C', reference: 'NEXT' }))).end).toBe('accepted');
    await eventually('the next is answered', async () => (await edi.names('outbox')).length > before.length);
    expect((await edi.names('outbox')).length).toBe(before.length + 1);
    const { rows } = await edi.database.query(
      `SELECT type, message.state, acknowledgement.interchange_id AS answer FROM edi_message AS message
       JOIN edi_interchange ON edi_interchange.id = message.interchange_id
       LEFT JOIN edi_acknowledgement AS acknowledgement ON acknowledgement.interchange_id = message.interchange_id
       WHERE edi_interchange.control_reference = 'C1'`,
    );
    expect(rows).toEqual([{ type: 'CONTRL:D:3:UN', state: 'received', answer: null }]);
  });

  it('is told to operators only', async () => {
    for (const path of ['/v1/partners', '/v1/interchanges', '/v1/quarantine', '/admin/orders']) {
      expect((await edi.request('GET', path, undefined, 'no-operator')).status).toBe(401);
      expect((await edi.request('GET', path)).status).toBe(200);
    }
    expect((await edi.request('GET', '/v1/interchanges/x')).status).toBe(404);
    expect((await edi.request('GET', '/v1/interchanges?limit=0')).status).toBe(422);
  });
});
