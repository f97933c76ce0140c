import { eventually } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordersFile } from './fixtures/interchange.js';
import { market } from './fixtures/partner.js';
import { runningEdiGateway, type RunningEdiGateway } from './fixtures/running-edi-gateway.js';

describe('edi-gateway', () => {
  let edi: RunningEdiGateway;

  beforeAll(async () => {
    edi = await runningEdiGateway();
  });
  afterAll(() => edi.stop());

  it('is live and ready', async () => {
    for (const probe of ['live', 'ready', 'startup']) {
      const { status, body } = await edi.request('GET', `/health/${probe}`);
      expect([probe, status, body.status]).toEqual([probe, 200, 'ok']);
    }
    expect(await edi.names('inbox')).toEqual([]);
  });

  it('tells of its partners what is agreed, and how long their tables are', async () => {
    const { body } = await edi.request('GET', '/v1/partners');
    expect(body.items).toMatchObject([{ code: 'market', us: market.us, buyers: 1, deliveryPlaces: 1, articles: 2 }]);
    expect(JSON.stringify(body)).not.toContain(market.buyers[0].taxId);
  });

  it('documents itself', async () => {
    const { body } = await edi.request('GET', '/openapi.json');
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        '/admin/orders',
        '/v1/failing-files',
        '/v1/interchanges',
        '/v1/interchanges/{id}',
        '/v1/partners',
        '/v1/quarantine',
        '/v1/quarantine/{id}',
        '/v1/quarantine/{id}/discard',
        '/v1/quarantine/{id}/release',
      ]),
    );
  });

  const cursor = (at: string) => Buffer.from(JSON.stringify([at, '019aa5c1-7e2b-8c3d-9a4e-5f6071829304'])).toString('base64url');

  it.each(['/v1/interchanges', '/v1/quarantine', '/admin/orders'])('refuses a query that %s cannot answer', async (path) => {
    const wrong = ['partner=', `after=${cursor('0000-01-01T00:00:00Z')}`, 'after=x', 'limit=0', 'other=1'];
    for (const query of wrong) {
      const { status, body } = await edi.request('GET', `${path}?${query}`);
      expect([query, status, body.errors]).toEqual([query, 422, [expect.objectContaining({ parameter: query.split('=')[0] })]]);
    }
  });

  it('documents what it answers', async () => {
    const { body } = await edi.request('GET', '/openapi.json');
    type Documented = Record<string, { get: { parameters: { name: string }[]; responses: Record<string, { content?: unknown }> } }>;
    const paths = body.paths as Documented;
    for (const path of ['/admin/orders', '/v1/interchanges', '/v1/partners', '/v1/quarantine', '/v1/failing-files']) {
      expect([path, paths[path]!.get.responses['200']?.content]).toEqual([path, expect.anything()]);
    }
    expect(paths['/v1/interchanges']!.get.parameters.map(({ name }) => name)).toEqual(['partner', 'state', 'limit', 'after']);
  });

  it('goes on with the profiles read before when the file has become invalid', async () => {
    await edi.agree({ ...market, code: '../x' });
    await eventually('it is told', () => edi.logged().includes('PARTNERS_FILE'));
    expect(await edi.deliver('a.edi', ordersFile())).toEqual({ end: 'accepted' });
  });

  it('keeps a file that cannot be recorded, and takes it once it can', async () => {
    await edi.database.query('ALTER TABLE edi_interchange RENAME TO edi_interchange_away');
    await edi.send('b.edi', ordersFile({ order: 'PO-18', reference: 'B' }));
    await eventually('it is told', () => edi.logged().includes('a file could not be taken'));
    const failing = async () => (await edi.request('GET', '/v1/failing-files')).body.items;
    const known = { partner: 'market', fileName: 'b.edi', cause: '42P01' };
    await eventually('it has been tried again', async () => {
      const [one] = (await failing()) as { failures: number }[];
      return one !== undefined && one.failures > 1;
    });
    expect(await failing()).toMatchObject([known]);
    expect([await edi.names('accepted'), await edi.names('rejected')]).toEqual([['a.edi'], []]);
    await edi.database.query('ALTER TABLE edi_interchange_away RENAME TO edi_interchange');
    await eventually('taken', async () => (await edi.names('accepted')).includes('b.edi'));
    await eventually('it is told no longer', async () => ((await failing()) as unknown[]).length === 0);
  });
});
