import type { HttpAnswer } from '@kervan/outbound';
import { describe, expect, it } from 'vitest';
import { refusalOf, statusOf } from './status-answer.js';

const asked = { number: 'ANA2026000000001', ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' };
const answer = (json: unknown, status = 200) => ({ status, headers: {}, text: '', json });
const status = (changes: object) => answer({ ...asked, status: 'queued', code: 1000, ...changes });

describe('an answer about an invoice', () => {
  it.each([
    ['queued', status({}), { kind: 'pending' }],
    ['processing', status({ status: 'processing', code: 1100 }), { kind: 'pending' }],
    [
      'accepted',
      status({ status: 'accepted', code: 1300, decidedAt: '2026-11-21T11:00:00+03:00' }),
      { kind: 'accepted', at: '2026-11-21T08:00:00.000Z' },
    ],
    ['accepted without a date is not over', status({ status: 'accepted', code: 1300 }), { kind: 'pending' }],
    [
      'a schematron refusal',
      status({ status: 'refused', code: 1150 }),
      { kind: 'refused', code: '1150', detail: '', correctable: true },
    ],
    [
      'an XSD refusal',
      status({ status: 'refused', code: 1160 }),
      { kind: 'refused', code: '1160', detail: '', correctable: true },
    ],
    [
      'a refusal for good',
      status({ status: 'refused', code: 1181, detail: 'x' }),
      { kind: 'refused', code: '1181', detail: 'x', correctable: false },
    ],
    ['1163: it is there already', status({ status: 'refused', code: 1163 }), { kind: 'pending' }],
    ['an ETTN in capitals', status({ ettn: asked.ettn.toUpperCase() }), { kind: 'pending' }],
  ])('%s', (_, given, expected) => expect(statusOf(given, asked)).toEqual(expected));

  it.each([
    ['of another ETTN', status({ ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d480' })],
    ['of another invoice', status({ number: 'ANA2026000000002', ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d480' })],
    ['with an error in a success', answer({ error: 'database' })],
    ['in HTML', answer(undefined)],
    ['with an unknown status', status({ status: 'lost' })],
  ])('is not understood when it is %s', (_, given) => expect(statusOf(given, asked)).toBeUndefined());
});

it.each([
  ['queued', {}],
  ['accepted', { status: 'accepted', code: 1300, decidedAt: '2026-11-21T08:00:00Z' }],
  ['refused', { status: 'refused', code: 1181 }],
])('an answer under its ETTN and another number is of another invoice, be it disputed or not: %s', (_, changes) => {
  const other = status({ ...changes, number: 'ANA2026000000002' });
  const detail = 'the integrator has ANA2026000000002 under this ETTN';
  const told = { kind: 'disputed', code: 'other-invoice-held', detail };
  expect([statusOf(other, asked), statusOf(other, { ...asked, isDisputed: true })]).toEqual([told, told]);
});

describe('an acceptance', () => {
  const claim = { buyerTaxId: '4540536920', currency: 'TRY', grossMinor: 9_980 };
  const accepted = (content: object) =>
    status({ status: 'accepted', code: 1300, decidedAt: '2026-11-21T08:00:00Z', ...content });
  const content = { payableAmount: '99.80', currency: 'TRY', receiverTaxId: claim.buyerTaxId };
  const read = (answered: HttpAnswer, isDisputed = false): unknown => {
    const told = statusOf(answered, { ...asked, claim, isDisputed });
    return told?.kind === 'disputed' ? told.code : told?.kind;
  };

  it.each([
    ['of the same number, total and buyer', content, 'accepted', 'accepted'],
    ['whose total is written in another way', { ...content, payableAmount: '99.8' }, 'accepted', 'accepted'],
    ['with another total', { ...content, payableAmount: '99.81' }, 'other-invoice-held', 'other-invoice-held'],
    ['in another currency', { ...content, currency: 'EUR' }, 'other-invoice-held', 'other-invoice-held'],
    ['for another buyer', { ...content, receiverTaxId: '9205121120' }, 'other-invoice-held', 'other-invoice-held'],
    ['that does not tell the buyer', { ...content, receiverTaxId: undefined }, 'accepted', 'ettn-used'],
    ['that tells the total in a form of its own', { ...content, payableAmount: 9_980 }, 'accepted', 'ettn-used'],
  ])('%s', (_, told, undisputed, disputed) => {
    expect([read(accepted(told)), read(accepted(told), true)]).toEqual([undisputed, disputed]);
  });

  it('is not looked for in a refusal: then the authority has nothing, whatever was sent', () => {
    expect(read(status({ ...content, payableAmount: '1.00', status: 'refused', code: 1181 }), true)).toBe('refused');
  });
});

it('keeps no control character, which no text of a database may hold, of a code or detail', () => {
  const given = status({ status: 'refused', code: 1181, detail: 'closed\u0000 since\nMonday' });
  expect(statusOf(given, asked)).toMatchObject({ detail: 'closed  since Monday' });
  expect(refusalOf(answer({ code: 'no\u0000mail', detail: 'a\u0007b' }, 422))).toMatchObject({ code: 'no mail', detail: 'a b' });
});

it.each([
  ['The mailbox of 4540536920 is closed.', 'The mailbox of *** is closed.'],
  ['VKN_4540536920, TR4540536920 and 10000000146.', 'VKN_***, TR*** and ***.'],
  ['number ANA2026000000001', 'number ANA2026000000001'],
])('keeps no tax id of a detail, and what is longer: %s', (detail, kept) => {
  expect(statusOf(status({ status: 'refused', code: 1181, detail }), asked)).toMatchObject({ detail: kept });
  expect(refusalOf(answer({ code: 'closed', detail }, 422))).toMatchObject({ detail: kept });
});

describe('a refusal of a transmission', () => {
  it('is told with its code', () => {
    expect(refusalOf(answer({ code: 'number-used', detail: 'd' }, 409))).toEqual({
      kind: 'refused',
      code: 'number-used',
      detail: 'd',
    });
  });
  it('is none with code 1163, as number or text: what became of the invoice is asked', () => {
    expect(refusalOf(answer({ code: 1163 }, 409))).toEqual({ kind: 'done', result: { kind: 'pending' } });
    expect(refusalOf(answer({ code: '1163' }, 409))).toEqual({ kind: 'done', result: { kind: 'pending' } });
  });
  it.each([1150, '1150', 1160])('is of the form with code %j: the invoice is corrected and sent again', (code) => {
    const result = { kind: 'refused', code: String(code), detail: 'd', correctable: true };
    expect(refusalOf(answer({ code, detail: 'd' }, 422))).toEqual({ kind: 'done', result });
    expect(refusalOf(answer({ code, detail: 'd' }, 409))).toEqual({ kind: 'done', result });
  });
  it('is none where it only says that something is there: what became of the invoice is asked', () => {
    expect(refusalOf(answer({ code: 'duplicate-reference' }, 409))).toEqual({ kind: 'unknown', reason: 'conflict' });
    expect(refusalOf(answer({ code: 'ettn-used' }, 409))).toMatchObject({ kind: 'refused' });
    expect(refusalOf(answer({ code: 'duplicate-reference' }, 422))).toMatchObject({ kind: 'refused' });
  });
  it('is not understood without a code', () => expect(refusalOf(answer('no', 400))).toBeUndefined());
});
