import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopsThatSend } from './fixtures/deliver.js';
import { runningEcommerceWebhooks, type RunningEcommerceWebhooks } from './fixtures/running-ecommerce-webhooks.js';
import { shopifyOrder } from './fixtures/shopify.js';
import { deliveriesPage, ordersPage, shopsList } from './list/list-answers.js';
import { decided, quarantinedDetails, quarantinePage } from './quarantine/quarantine-answers.js';
import { deliveryAnswer } from './take-delivery/delivery-answer.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: unknown }>>;
}

describe('the OpenAPI document of the webhooks API', () => {
  let running: RunningEcommerceWebhooks;
  const shops = shopsThatSend(() => running);
  let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const ask = async (path: string): Promise<unknown> => (await running.ask('GET', path)).body;

  beforeAll(async () => {
    running = await runningEcommerceWebhooks();
    const { body } = await running.request('GET', '/openapi.json');
    paths = body.paths as typeof paths;
  });
  afterAll(() => running.stop());

  it('tells the form of every answer, success or problem', () => {
    const untold = Object.entries(paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ responses }) =>
        Object.entries(responses).flatMap(([status, { content }]) => (content === undefined ? [`${status} ${path}`] : [])),
      ),
    );
    expect(untold).toEqual([]);
  });

  it('tells every parameter of a list', () => {
    const asked = (path: string) => paths[path]!.get!.parameters!.map(({ name }) => name).toSorted();
    expect(asked('/v1/deliveries')).toEqual(['after', 'limit', 'orderNumber', 'shop', 'state']);
    expect(asked('/v1/quarantine')).toEqual(['after', 'limit', 'shop', 'state']);
    expect(asked('/admin/orders')).toEqual(['after', 'company', 'limit', 'orderNumber', 'shop', 'state']);
  });

  it('tells them as they are', async () => {
    deliveryAnswer.parse((await shops.shopify(shopifyOrder())).body);
    const wrong = shopifyOrder({ id: 8_001, order_number: 8_001, currency: 'EUR' });
    const { id } = deliveryAnswer.parse((await shops.shopify(wrong)).body);
    shopsList.parse(await ask('/v1/shops'));
    deliveriesPage.parse(await ask('/v1/deliveries?limit=1'));
    ordersPage.parse(await ask('/admin/orders'));
    quarantinePage.parse(await ask('/v1/quarantine'));
    quarantinedDetails.parse(await ask(`/v1/quarantine/${id}`));
    const given = await running.ask('POST', `/v1/quarantine/${id}/discard`, { by: 'ada', reason: 'sold in Berlin' });
    decided.parse(given.body);
    quarantinedDetails.parse(await ask(`/v1/quarantine/${id}`));
  });
});
