import { describe, expect, it } from 'vitest';
import { type Expected, readLookUp, readPosted, statedBooking } from './erp-answer.js';

const expected: Expected = { type: 'sales-order', reference: 'live:AM01:1:sales-order', gross: '179.73', currency: 'TRY', orderNumber: 'M-7' };
const ours = { type: 'sales-order', number: 'SO-1', reference: expected.reference, totals: { gross: '179.73' } };
const answer = (status: number, json?: unknown) => ({ status, json, headers: {}, text: '' });
const order = { orderNumber: 'M-7', lines: [{ articleId: 'A-1', name: 'Ayşe' }], customer: { name: 'Ayşe' } };
const posted = (status: number, json?: unknown) => readPosted(answer(status, json), expected, order);
const lookUp = (status: number, json?: unknown) => readLookUp(answer(status, json), expected);

describe('the answer to a posted document', () => {
  it('is done for our own document, new or from its key', () => {
    for (const status of [201, 200]) expect(posted(status, ours)).toEqual({ kind: 'done', result: { erpNumber: 'SO-1' } });
  });

  it.each<[string, unknown]>([
    ['with an error in it', { error: 'oops' }],
    ['without a body', undefined],
    ['for another order', { ...ours, reference: 'live:AM01:2:sales-order' }],
    ['for another kind of document', { ...ours, type: 'payment' }],
    ['without a number', { ...ours, number: '' }],
  ])('is not believed %s', (_, json) => expect(posted(200, json)).toBeUndefined());

  it.each([{ totals: { gross: '-179.73' } }, { totals: undefined }])('is not known to be done with another amount, which it tells: %j', (other) => {
    expect(posted(200, { ...ours, ...other })).toEqual({ kind: 'unknown', reason: 'other-amount' });
  });

  it('is a refusal only as 400 or 422 with a code', () => {
    const refusal = { code: 'article-blocked', detail: 'Article A-1\nis blocked.' };
    const detail = 'The ERP refuses it and names A-1.';
    expect(posted(422, refusal)).toEqual({ kind: 'refused', code: 'article-blocked', detail });
    expect(posted(400, { code: 'malformed', detail: '' })).toMatchObject({ kind: 'refused', code: 'malformed' });
    expect(posted(422, '<html>')).toBeUndefined();
    expect(posted(404, refusal)).toBeUndefined();
  });

  it.each([
    ['Ayşe Yılmaz (10000000146) owes us, so order M-7: no A-1.', 'The ERP refuses it and names M-7, A-1.'],
    ['Article A-12 is not for AYŞE HANIM', 'The ERP refuses it.'],
    ['', 'The ERP refuses it.'],
  ])('is told of the words of a refusal nothing but what things of ours they name: %j', (told, detail) => {
    expect(posted(422, { code: 'no', detail: told })).toEqual({ kind: 'refused', code: 'no', detail });
  });

  it('asks for a look-up when the ERP has had the reference or the key before', () => {
    expect(posted(409, { code: 'duplicate-reference', detail: '' })).toMatchObject({ kind: 'unknown' });
    expect(posted(422, { code: 'idempotency-key-reused', detail: '' })).toMatchObject({ kind: 'unknown' });
  });

  it.each<[string, unknown]>([
    ['in no JSON', undefined],
    ['without a code', { message: 'conflict' }],
    ['with a code of another kind', { code: 'DUPLICATE_REFERENCE', detail: 'd' }],
    ['with a code and no words', { code: 'duplicate-reference' }],
  ])('asks for a look-up at a conflict that cannot be read, too: %s', (_, json) => {
    expect(posted(409, json)).toEqual({ kind: 'unknown', reason: 'http-409' });
  });
});

describe('the answer to a look-up', () => {
  it('finds our document, or none', () => {
    expect(lookUp(200, { items: [ours] })).toEqual({ kind: 'found', result: { erpNumber: 'SO-1' } });
    expect(lookUp(200, { items: [] })).toEqual({ kind: 'not-found' });
  });

  it.each<[string, number, unknown]>([
    ['no list', 200, {}],
    ['two documents', 200, { items: [ours, ours] }],
    ['an error', 404, { items: [] }],
  ])('is not understood with %s', (_, status, json) => expect(lookUp(status, json)).toBeUndefined());

  it('neither finds ours nor rules it out where it is of another amount, which it tells', () => {
    const other = { ...ours, totals: { gross: '179.72' } };
    expect(lookUp(200, { items: [other] })).toEqual({ kind: 'unknown', reason: 'other-amount' });
  });
});

describe.each<[string, (json: unknown, of?: Expected) => unknown, string]>([
  ['the document in the answer to a post', (json, of = expected) => readPosted(answer(201, json), of, order), 'done'],
  ['the document in the answer to a look-up', (json, of = expected) => readLookUp(answer(200, { items: [json] }), of), 'found'],
])('%s', (_, read, success) => {
  it('is no success with another currency, which it tells', () => {
    expect(read({ ...ours, currency: 'EUR' })).toEqual({ kind: 'unknown', reason: 'other-currency' });
    expect(read({ ...ours, currency: 'TRY' })).toMatchObject({ kind: success });
  });

  it.each([undefined, null, 949, { code: 'TL' }])('need not tell a currency: %j', (currency) => {
    expect(read({ ...ours, currency })).toMatchObject({ kind: success });
  });

  it('is no success for another order, which it tells', () => {
    expect(read({ ...ours, orderNumber: 'M-8' })).toEqual({ kind: 'unknown', reason: 'other-order' });
    expect(read({ ...ours, orderNumber: 'M-7' })).toMatchObject({ kind: success });
  });

  it.each([undefined, null, 7])('need not tell an order: %j', (orderNumber) => {
    expect(read({ ...ours, orderNumber })).toMatchObject({ kind: success });
  });

  it('is no success of a document that it tells as cancelled', () => {
    expect(read({ ...ours, status: 'cancelled' })).toEqual({ kind: 'unknown', reason: 'cancelled' });
    expect(read({ ...ours, status: 'posted' })).toMatchObject({ kind: success });
  });

  it('may tell a cancellation as cancelled, in whatever currency', () => {
    const cancellation: Expected = { type: 'cancellation', reference: 'live:AM01:1:cancellation' };
    expect(read({ ...ours, ...cancellation, currency: 'EUR', status: 'cancelled' }, cancellation)).toMatchObject({ kind: success });
  });

  it('is no success where it cancels another order', () => {
    const cancellation: Expected = { type: 'cancellation', reference: 'live:AM01:1:cancellation', orderNumber: 'M-7' };
    expect(read({ ...ours, ...cancellation, orderNumber: 'M-8' }, cancellation)).toEqual({ kind: 'unknown', reason: 'other-order' });
    expect(read({ ...ours, ...cancellation }, cancellation)).toMatchObject({ kind: success });
  });
});

it('a person states a result by its number alone, and it is known for a person\'s', () => {
  expect(statedBooking({ erpNumber: 'SO-1' })).toEqual({ erpNumber: 'SO-1', stated: true });
  for (const stated of [undefined, {}, { erpNumber: '' }, { erpNumber: 'SO-1', more: 1 }, { erpNumber: 'SO-1', stated: true }]) {
    expect(statedBooking(stated)).toBeUndefined();
  }
});
