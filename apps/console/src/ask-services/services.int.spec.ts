import type { ServerResponse } from 'node:http';
import { runInContext } from '@kervan/service-host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ServiceDouble, serviceDouble } from '../fixtures/service-double.js';
import { Services } from './services.js';

const reading = { path: '/v1/things?limit=2', item: z.object({ id: z.string() }) };

describe('the list of a service', () => {
  let double: ServiceDouble;
  let services: Services;

  beforeAll(async () => {
    double = await serviceDouble({
      '/good/v1/things': { items: [{ id: 'a', buyer: 'not shown' }], next: 'b' },
      '/refusing/v1/things': (response: ServerResponse) => void response.writeHead(500).end('{}'),
      '/silent/v1/things': () => undefined,
      '/strange/v1/things': { items: [{ name: 'no id' }] },
      '/good/v1/things/a': { id: 'a', buyer: 'not shown' },
      '/broken/v1/things': (response: ServerResponse) => void response.end('<html>'),
      '/moved/v1/things': (response: ServerResponse) => void response.writeHead(302, { location: '/good/v1/things' }).end(),
    });
    const names = ['good', 'refusing', 'silent', 'strange', 'broken', 'moved'];
    const urls = Object.fromEntries(names.map((name) => [name, `${double.url}/${name}`]));
    services = new Services({ ...urls, away: 'http://127.0.0.1:9', slashed: `${double.url}/good/` }, () => 'the key', 200);
  });
  afterAll(() => double.stop());

  it('is what it says, without what is not asked for', async () => {
    const answer = { failure: null, items: [{ id: 'a' }], more: true };
    expect(await services.read('good', reading)).toEqual({ service: 'good', ...answer });
    expect(await services.read('slashed', reading)).toEqual({ service: 'slashed', ...answer });
  });

  it.each([
    ['away', 'unreachable'],
    ['never-named', 'unreachable'],
    ['silent', 'too-slow'],
    ['refusing', 'refused'],
    ['moved', 'unreachable'],
    ['strange', 'unreadable'],
    ['broken', 'unreadable'],
  ])('of %s is %s, and no error', async (service, failure) => {
    expect(await services.read(service, reading)).toEqual({ service, failure, items: [], more: false });
  });

  it('is asked for with the operator key, under the correlation id of the request', async () => {
    await runInContext({ correlationId: 'case-1', requestId: 'r' }, () => services.read('good', reading));
    expect(double.asked.at(-1)).toEqual({
      path: '/good/v1/things?limit=2',
      key: 'Bearer the key',
      correlationId: 'case-1',
    });
  });

  it.each([
    ['good', 'a', { failure: null, item: { id: 'a' } }],
    ['good', 'b', { failure: null, item: null }],
    ['strange', '', { failure: 'unreadable', item: null }],
    ['refusing', '', { failure: 'refused', item: null }],
    ['away', 'a', { failure: 'unreachable', item: null }],
  ])('one thing of %s is what it says, nothing where there is none, and else no error', async (service, id, answer) => {
    const path = `/v1/things${id && `/${id}`}`;
    expect(await services.readOne(service, { ...reading, path })).toEqual({ service, ...answer });
  });
});
