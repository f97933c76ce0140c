import { openPool, type Transactions } from '@kervan/messaging';
import { askedOfMany, manyOrders, type ManyOrders } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { posIngestMigrations as migrations } from '../../migrations/pos-ingest-migrations.js';
import { ListSalesController } from './list-sales.controller.js';

const columns = { branch: `'012'`, till: `'3'`, z_number: '1', receipt_number: 'place', content_hash: `'\\x01'`, answer: `'{}'` };

describe('the list of sales, of which there are many', () => {
  let many: ManyOrders;

  beforeAll(async () => {
    const lister = (transactions: object) => new ListSalesController(transactions as Transactions);
    many = await manyOrders({ migrations, openPool, table: 'pos_sale', columns, lister });
  });
  afterAll(() => many.drop());

  it.each(askedOfMany)('reads few of them: %s', async (_what, asked, expected) => {
    const { numbers, blocks } = await many.list(asked);
    expect(numbers).toEqual(expected);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toBeLessThan(60);
  });
});
