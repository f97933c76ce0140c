import { openPool, type Transactions } from '@kervan/messaging';
import { askedOfMany, manyOrders, type ManyOrders } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecommerceWebhooksMigrations as migrations } from '../../migrations/ecommerce-webhooks-migrations.js';
import { ListOrdersController } from './list-orders.controller.js';

const columns = { shop: `'moda'`, order_key: 'place::text', version: '1', stage: `'payable'` };

describe('the list of orders, of which there are many', () => {
  let many: ManyOrders;

  beforeAll(async () => {
    const lister = (transactions: object) => new ListOrdersController(transactions as Transactions);
    many = await manyOrders({ migrations, openPool, table: 'shop_order', columns, lister });
  });
  afterAll(() => many.drop());

  it.each(askedOfMany)('reads few of them: %s', async (_what, asked, expected) => {
    const { numbers, blocks } = await many.list(asked);
    expect(numbers).toEqual(expected);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toBeLessThan(60);
  });
});
