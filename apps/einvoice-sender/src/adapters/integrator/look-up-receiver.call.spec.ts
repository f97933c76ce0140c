import { done } from '@kervan/outbound';
import { fixedSecret } from '@kervan/service-host';
import { describe, expect, it } from 'vitest';
import { orderOf } from '../../fixtures/orders.js';
import { integratorTargets } from './integrator-targets.js';
import { lookUpReceiverCall } from './look-up-receiver.call.js';

const taxId = '4540536920';
const question = { orderId: 'o', commandId: 'c', taxId, order: orderOf() };
const { questions } = integratorTargets({ url: 'https://integrator.example', apiKey: fixedSecret('key'), slots: 1 });
const call = lookUpReceiverCall(questions, () => undefined);
const read = (json: unknown, status = 200): unknown =>
  call.answer({ status, headers: {}, text: '', json }, question, 'key');
const alias = 'urn:mail:defaultpk@company.com.tr';

describe('an answer about a receiver', () => {
  it.each<[string, unknown, unknown]>([
    ['on the list', { taxId, registered: true, alias }, done({ registered: true, alias })],
    ['not on the list', { taxId, registered: false }, done({ registered: false })],
    ['about somebody else', { taxId: '9205121120', registered: false }, undefined],
    ['registered without a post box', { taxId, registered: true }, undefined],
    ['with a post box that ends the header', { taxId, registered: true, alias: `${alias}\r\nx-ettn: 1` }, undefined],
    ['with a post box that no header can carry', { taxId, registered: true, alias: 'urn:mail:gİden@x' }, undefined],
    ['in another form', '<html/>', undefined],
  ])('%s', (_, json, answer) => expect(read(json)).toEqual(answer));

  it('is none with another status', () => expect(read({ taxId, registered: false }, 404)).toBeUndefined());

  it('never shows the tax id in the path that is kept', () => {
    expect(call.request(question, 'key')).toMatchObject({ path: `/v1/receivers/${taxId}`, shownPath: '/v1/receivers/***' });
  });
});
