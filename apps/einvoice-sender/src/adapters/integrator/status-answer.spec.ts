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
    ['of another invoice', status({ number: 'ANA2026000000002' })],
    ['of another ETTN', status({ ettn: 'f47ac10b-58cc-4372-a567-0e02b2c3d480' })],
    ['with an error in a success', answer({ error: 'database' })],
    ['in HTML', answer(undefined)],
    ['with an unknown status', status({ status: 'lost' })],
  ])('is not understood when it is %s', (_, given) => expect(statusOf(given, asked)).toBeUndefined());
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
