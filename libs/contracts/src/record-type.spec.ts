import { describe, expect, it } from 'vitest';
import { OrderPlaced, parseSchema, RecordRefused, type Channel, type Order } from './index.js';
import { orderPlaced } from './fixtures/order-placed.js';

const refusalOf = (data: OrderPlaced): RecordRefused => {
  try {
    OrderPlaced.encode(data);
  } catch (error) {
    if (error instanceof RecordRefused) return error;
  }
  throw new Error('it was not refused');
};

describe('a record type', () => {
  it('reads back exactly what it wrote', () => {
    const { data } = OrderPlaced.of(orderPlaced);
    expect(OrderPlaced.type.fromBuffer(OrderPlaced.encode(data))).toEqual(orderPlaced);
  });

  it('writes an instant as milliseconds, a date as days and an amount as a plain long', () => {
    const bare = JSON.parse(OrderPlaced.schema.replaceAll(/"logicalType":"[^"]+"/g, '"doc":""')) as object;
    const wire = parseSchema(JSON.stringify(bare)).fromBuffer(OrderPlaced.encode(orderPlaced)) as OrderPlaced;
    expect(wire.order.placedAt).toBe(Date.parse('2026-11-21T07:15:00.123Z'));
    expect(wire.order.businessDate).toBe(20_778);
    expect(wire.order.totals.grossMinor).toBe(9_980);
  });

  it('knows its kind, its topics and its name on the wire', () => {
    expect(OrderPlaced).toMatchObject({
      fullName: 'kervan.sales.OrderPlaced',
      kind: 'event',
      topics: ['sales.order.events.v1'],
    });
  });

  const ordered = (change: Partial<Order>): OrderPlaced => {
    return { ...orderPlaced, order: { ...orderPlaced.order, ...change } };
  };
  const totals = { ...orderPlaced.order.totals, grossMinor: 99.8 };
  it.each<[string, OrderPlaced, string]>([
    ['an id that is no uuid', { ...orderPlaced, orderId: 'order-1' }, 'orderId'],
    ['an id in upper case', { ...orderPlaced, orderId: orderPlaced.orderId.toUpperCase() }, 'orderId'],
    ['a day that does not exist', ordered({ businessDate: '2026-02-30' }), 'order.businessDate'],
    ['an instant without its zone', ordered({ placedAt: '2026-11-21T10:15:00' }), 'order.placedAt'],
    ['an instant that does not exist', ordered({ placedAt: '2026-11-31T10:15:00.000Z' }), 'order.placedAt'],
    ['an unsafe integer', ordered({ version: Number.MAX_SAFE_INTEGER + 1 }), 'order.version'],
    ['a fraction of a minor unit', ordered({ totals }), 'order.totals.grossMinor'],
    ['a channel that nobody knows', ordered({ channel: 'fax' as Channel }), 'order.channel'],
  ])('refuses %s and says where', (_, data, path) => {
    expect(refusalOf(data)).toMatchObject({ fullName: 'kervan.sales.OrderPlaced', paths: [path] });
  });

  it('keeps the refused value out of its message', () => {
    const buyer = { ...orderPlaced.order.buyer!, taxId: 10000000146 as unknown as string };
    const { message } = refusalOf(ordered({ buyer }));
    expect(message).not.toContain('10000000146');
  });

  it('refuses a long on the wire that a number cannot hold', () => {
    const long = parseSchema('{"type":"record","name":"R","fields":[{"name":"n","type":"long"}]}');
    const beyond = Buffer.from('80808080808080808001', 'hex');
    expect(() => long.fromBuffer(beyond)).toThrow();
  });
});
