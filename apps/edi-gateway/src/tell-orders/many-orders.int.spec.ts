import { openPool, type Transactions } from '@kervan/messaging';
import { askedOfMany, manyOrders, type ManyOrders } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ediGatewayMigrations as migrations } from '../../migrations/edi-gateway-migrations.js';
import { OrdersController } from './orders.controller.js';

const columns = { partner: `'acme'`, buyer_order: `'B' || place`, content_hash: `'\\x01'` };

describe('the list of orders, of which there are many', () => {
  let many: ManyOrders;

  beforeAll(async () => {
    const lister = (transactions: object) => new OrdersController(transactions as Transactions);
    many = await manyOrders({ migrations, openPool, table: 'edi_order', columns, lister });
  });
  afterAll(() => many.drop());

  it.each(askedOfMany)('reads few of them: %s', async (_what, asked, expected) => {
    const { numbers, blocks } = await many.list(asked);
    expect(numbers).toEqual(expected);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toBeLessThan(60);
  });
});
