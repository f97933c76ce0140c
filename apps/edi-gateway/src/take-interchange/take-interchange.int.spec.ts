import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordersFile } from '../fixtures/interchange.js';
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
});
