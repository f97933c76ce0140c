import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takenAtOnce } from '../fixtures/held-open.js';
import { ordersFile } from '../fixtures/interchange.js';
import { market } from '../fixtures/partner.js';
import { runningEdiGateway, type RunningEdiGateway } from '../fixtures/running-edi-gateway.js';


describe('an order that comes while its first is not committed yet', () => {
  let edi: RunningEdiGateway;

  beforeAll(async () => {
    edi = await runningEdiGateway();
  });
  afterAll(() => edi.stop());

  const messagesOf = async (reference: string): Promise<unknown[]> => {
    const { rows } = await edi.database.query<{ state: string }>(
      `SELECT message.state FROM edi_message AS message JOIN edi_interchange AS interchange ON interchange.id = interchange_id
       WHERE control_reference LIKE $1 ORDER BY control_reference`,
      [`${reference}-%`],
    );
    return rows.map(({ state }) => state);
  };

  /** Companies by the recorded orders of that number. */
  const companiesOf = async (order: string): Promise<unknown[]> => {
    const { rows } = await edi.database.query<{ company: string }>(
      'SELECT company FROM edi_order WHERE buyer_order = $1 ORDER BY company',
      [order],
    );
    return rows.map(({ company }) => company);
  };
  const publishedOf = (order: string) => edi.placed().filter((one) => one.order.orderNumber === `market-${order}`);

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['an article of it is not agreed any more', 'PO-1', { articles: [market.articles[0]] }],
    ['its partner has moved to another company', 'PO-3', { company: 'ege' }],
    ['its partner has moved, too', 'PO-2', { company: 'ege', articles: [market.articles[0]] }],
  ])('is repeated, though %s', async (_what, order, profile) => {
    const one = { text: { order, reference: `${order}-1` } };
    const other = { profile, text: { order, reference: `${order}-2` } };
    expect(await takenAtOnce(edi, one, other)).toEqual({ waited: true });
    expect(await messagesOf(order)).toEqual(['ordered', 'repeated']);
    expect(await companiesOf(order)).toEqual(['anadolu']);
  });

  it('waits for a person where it cannot be used, and leaves its number to who mends it', async () => {
    await edi.agree({ ...market, articles: [market.articles[0]] });
    expect((await edi.deliver('unusable.edi', ordersFile({ order: 'PO-9', reference: 'PO-9-1' }))).end).toBe('accepted');
    expect(await messagesOf('PO-9')).toEqual(['quarantined']);
    await edi.agree(market);
    expect((await edi.deliver('usable.edi', ordersFile({ order: 'PO-9', reference: 'PO-9-2' }))).end).toBe('accepted');
    expect(await messagesOf('PO-9')).toEqual(['quarantined', 'ordered']);
  });

  it('control: without the key of the numbers it is an order of each company, and both are published', async () => {
    await edi.database.query('ALTER TABLE edi_order_number DROP CONSTRAINT pk_edi_order_number');
    const one = { text: { order: 'PO-4', reference: 'PO-4-1' } };
    const other = { profile: { company: 'ege' }, text: { order: 'PO-4', reference: 'PO-4-2' } };
    expect(await takenAtOnce(edi, one, other)).toEqual({ waited: false });
    expect(await messagesOf('PO-4')).toEqual(['ordered', 'ordered']);
    expect(await companiesOf('PO-4')).toEqual(['anadolu', 'ege']);
    await eventually('both are published', () => publishedOf('PO-4').length === 2);
  });
});
