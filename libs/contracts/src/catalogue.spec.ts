import { describe, expect, it } from 'vitest';
import { catalogue, createCatalogue, OrderPlaced, recordType, Withdraw, type Topic } from './index.js';

const topic: Topic = {
  name: 'test.order.commands.v1',
  kind: 'commands',
  key: 'orderId',
  partitions: 12,
  retentionDays: 1,
  records: [OrderPlaced],
  producers: [],
  consumers: [],
};

describe('the catalogue', () => {
  it('finds a topic and a record by name', () => {
    expect(catalogue.topic('sales.order.events.v1').records).toContain(OrderPlaced);
    expect(catalogue.record('kervan.sales.OrderPlaced')).toBe(OrderPlaced);
    expect(catalogue.record('kervan.sales.Unheard')).toBeUndefined();
    expect(() => catalogue.topic('sales.order.events.v9')).toThrow('no topic sales.order.events.v9');
  });

  it('knows every topic of a record that several participants take', () => {
    expect(catalogue.topicsOf(Withdraw).map(({ name }) => name)).toEqual([
      'erp.document.commands.v1',
      'invoicing.invoice.commands.v1',
    ]);
  });

  it('leads from commands to their replies', () => {
    expect(catalogue.repliesOf('erp.document.commands.v1').name).toBe('erp.document.replies.v1');
    expect(() => catalogue.repliesOf('sales.order.events.v1')).toThrow('not a commands topic');
    expect(() => catalogue.repliesOf('fulfilment.order.commands.v1')).toThrow('no topic');
  });

  it('keeps 12 partitions for every topic', () => {
    expect(new Set(catalogue.topics.map(({ partitions }) => partitions))).toEqual(new Set([12]));
  });

  it('refuses a topic that is named twice', () => {
    expect(() => createCatalogue([topic, topic])).toThrow('twice');
  });

  it('refuses two record types of one name', () => {
    const twin = recordType({ fullName: OrderPlaced.fullName, kind: 'event', topics: [], schema: OrderPlaced.schema });
    expect(() => createCatalogue([{ ...topic, records: [OrderPlaced, twin] }])).toThrow('two record types are named');
  });

  it('refuses a record without the key of its topic', () => {
    expect(() => createCatalogue([{ ...topic, key: 'invoiceNumber' }])).toThrow('has no field invoiceNumber');
  });
});
