import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR_KEY, runningPosIngest, type RunningPosIngest } from './fixtures/running-pos-ingest.js';
import { cancellationTaken, salesPage, saleStatus, saleTaken } from './tell-sale/sale-answers.js';

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: Readonly<Record<string, unknown>> }>>;
}

interface Operation {
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Partial<Content>>>;
}

describe('the OpenAPI document of the sales API', () => {
  let pos: RunningPosIngest;
  let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;

  beforeAll(async () => {
    pos = await runningPosIngest();
    const { body } = await pos.request('GET', '/openapi.json');
    paths = body.paths as typeof paths;
  });
  afterAll(() => pos.stop());

  it('shows a sale down to its lines, with an example that is taken as it stands', async () => {
    const { requestBody } = paths['/v1/sales']!.post!;
    const { schema } = requestBody!.content['application/json']!;
    expect(schema.properties).toMatchObject({ lines: { items: { properties: { articleId: { type: 'string' } } } } });
    const example = { ...(schema.example as object), soldAt: new Date().toISOString() };
    expect((await pos.request('POST', '/v1/sales', { body: example })).status).toBe(202);
  });

  it('tells the form of every answer, success or problem', () => {
    const answers = Object.values(paths).flatMap((path) => Object.values(path).flatMap(({ responses }) => Object.values(responses)));
    const [untold] = answers.filter(({ content }) => content === undefined);
    expect(untold).toBeUndefined();
    expect(Object.keys(paths['/v1/sales']!.post!.responses)).toEqual(
      expect.arrayContaining(['202', '400', '401', '403', '409', '413', '415', '422', '429', '503']),
    );
  });

  it('tells them as they are', async () => {
    const taken = await pos.request('POST', '/v1/sales', { body: { ...exampleOf(paths), receiptNumber: 2 } });
    saleTaken.parse(taken.body);
    const path = `/v1/sales/${taken.id}`;
    saleStatus.parse((await pos.request('GET', path)).body);
    const wish = { reason: 'typed twice', requestedBy: 'cashier 4' };
    cancellationTaken.parse((await pos.request('POST', `${path}/cancellation`, { body: wish })).body);
    const { items } = salesPage.parse((await pos.request('GET', '/admin/sales', { key: OPERATOR_KEY })).body);
    expect(items.map(({ id }) => id)).toContain(taken.id);
  });
});

function exampleOf(paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>): object {
  const { schema } = paths['/v1/sales']!.post!.requestBody!.content['application/json']!;
  return { ...(schema.example as object), soldAt: new Date().toISOString() };
}
