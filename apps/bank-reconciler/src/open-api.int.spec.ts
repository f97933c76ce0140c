import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueOrder, orderPlaced } from './fixtures/events.js';
import { runningBankReconciler, type RunningBankReconciler } from './fixtures/running-bank-reconciler.js';
import { undecidedLine } from './fixtures/undecided-line.js';
import {
  fileTaken,
  lineDetails,
  linesPage,
  statementDetails,
  statementsPage,
} from './tell-statement/statement-answers.js';

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: { readonly example?: string } }>>;
}

interface Operation {
  readonly requestBody?: Content;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, Partial<Content>>>;
}

const act = { by: 'ayla', reason: 'seen' };

describe('the OpenAPI document of the statements API', () => {
  let bank: RunningBankReconciler;
  let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;

  beforeAll(async () => {
    bank = await runningBankReconciler();
    const { body } = await bank.request('GET', '/openapi.json');
    paths = body.paths as typeof paths;
  });
  afterAll(() => bank.stop());

  it('shows a statement as XML, with an example that is taken as it stands, and its answer', async () => {
    const order = dueOrder({ orderNumber: 'moda-1001' });
    await bank.tell(orderPlaced(order));
    const { content } = paths['/v1/statements']!.post!.requestBody!;
    expect(Object.keys(content)).toEqual(['application/xml', 'text/xml']);
    const { status, body } = await bank.request('POST', '/v1/statements', {
      body: content['application/xml']!.schema.example,
    });
    const { statements } = fileTaken.strict().parse(body);
    expect([status, statements]).toMatchObject([202, [{ state: 'taken', lines: { matched: 1 } }]]);
  });

  it('tells the form of every answer, success or problem', () => {
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const [untold] = operations.flatMap(({ responses }) => Object.values(responses)).filter(({ content }) => !content);
    expect(untold).toBeUndefined();
    const named = paths['/v1/lines']!.get!.parameters.filter((parameter) => parameter.in === 'query');
    expect(named.map(({ name }) => name)).toEqual(['state', 'reason', 'statement', 'company', 'limit', 'after']);
  });

  it('tells them as they are', async () => {
    const [paid, due] = [dueOrder(), dueOrder({ dueMinor: 5_000 })];
    await bank.tell(orderPlaced(paid), orderPlaced(due));
    const line = await undecidedLine(bank, { text: due.orderNumber });
    const decision = { decision: 'match', orderId: paid.orderId, ...act };
    const lines = async () => linesPage.parse((await bank.request('GET', '/v1/lines')).body).items;
    expect((await lines()).find(({ id }) => id === line.id)?.proposals).not.toEqual([]);
    lineDetails.parse((await bank.request('POST', `/v1/lines/${line.id}/decision`, { body: decision })).body);
    lineDetails.parse((await bank.request('GET', `/v1/lines/${line.id}`)).body);
    statementDetails.parse((await bank.request('GET', `/v1/statements/${line.statement}`)).body);
    const { items } = statementsPage.parse((await bank.request('GET', '/v1/statements')).body);
    expect(items.map(({ id }) => id)).toContain(line.statement);
  });
});
