import { describe, expect, it } from 'vitest';
import { type Answer, done, found, type LookUpAnswer, refused } from '../call/answer.js';
import type { HttpAnswer } from '../call/call-type.js';
import { classifyLookUp, classifySend } from './classify.js';
import { type Exchange, isTargetFailure } from './exchange.js';

const now = new Date('2026-11-21T10:00:00Z');
const answered = (status: number, json?: unknown, headers: Record<string, string> = {}): Exchange => ({
  kind: 'answered',
  answer: { status, headers, text: json === undefined ? '' : JSON.stringify(json), json },
});
/** Reads answers as a call type for document A-1 does: content decides, not the status. */
const read = ({ status, json }: HttpAnswer): Answer<string> | undefined => {
  const body = json as { number?: string; reference?: string; code?: string };
  if (status === 422 && body.code) return refused(body.code, '');
  return status <= 201 && body.reference === 'A-1' && body.number ? done(body.number) : undefined;
};
const send = (exchange: Exchange) => classifySend(exchange, read, now);

describe('the answer to a send', () => {
  it.each<[string, Exchange, object]>([
    ['201 with the document', answered(201, { number: '7', reference: 'A-1' }), { kind: 'done', result: '7' }],
    ['422 with a code', answered(422, { code: 'article-blocked' }), { kind: 'refused', code: 'article-blocked' }],
    ['200 with an error in it', answered(200, { error: 'oops' }), { kind: 'unknown', reason: 'answer-not-understood' }],
    ['200 without a body', answered(200), { kind: 'unknown', reason: 'answer-unreadable' }],
    ['201 for another document', answered(201, { number: '7', reference: 'B-9' }), { kind: 'unknown' }],
    ['422 as HTML', answered(422), { kind: 'unknown', reason: 'answer-unreadable' }],
    ['404 in JSON', answered(404, { message: 'no route' }), { kind: 'transient', reason: 'http-404' }],
    ['401', answered(401, {}), { kind: 'transient', reason: 'http-401', ofCaller: true }],
    ['407', answered(407, {}), { kind: 'transient', reason: 'http-407', ofCaller: true }],
    ['403', answered(403, {}), { kind: 'transient', reason: 'http-403' }],
    ['429 with Retry-After', answered(429, {}, { 'retry-after': '7' }), { kind: 'transient', retryAfterMs: 7_000 }],
    ['503 with Retry-After', answered(503, {}, { 'retry-after': '2' }), { kind: 'transient', retryAfterMs: 2_000 }],
    ['503 without', answered(503, {}), { kind: 'unknown', reason: 'http-503' }],
    ['500', answered(500, { number: '7', reference: 'A-1' }), { kind: 'unknown', reason: 'http-500' }],
    ['a redirect', answered(302, {}, { location: 'http://169.254.169.254' }), { kind: 'unknown', reason: 'http-302' }],
    ['408', answered(408, {}), { kind: 'unknown' }],
    ['a connection that was cut', { kind: 'unclear', reason: 'ECONNRESET' }, { kind: 'unknown', reason: 'ECONNRESET' }],
    ['200 MB', { kind: 'unclear', reason: 'answer-too-large', status: 200 }, { kind: 'unknown' }],
    ['no connection', { kind: 'not-sent', reason: 'ECONNREFUSED' }, { kind: 'transient', reason: 'ECONNREFUSED' }],
  ])('%s', (_, exchange, meaning) => expect(send(exchange)).toMatchObject(meaning));

  describe('with Retry-After', () => {
    const wait = (value: string) => send(answered(429, {}, { 'retry-after': value }));

    it.each([
      ['Sat, 21 Nov 2026 10:00:05 GMT', 5_000],
      ['Saturday, 21-Nov-26 10:00:05 GMT', 5_000],
      ['Sat Nov 21 10:00:05 2026', 5_000],
      ['999999999', 3_600_000],
      ['Sun, 22 Nov 2026 10:00:00 GMT', 3_600_000],
    ])('may be a date, and is cut to an hour: %s', (value, retryAfterMs) => {
      expect(wait(value)).toMatchObject({ retryAfterMs });
    });

    it.each(['0', '1', 'Sat, 21 Nov 2026 10:00:00 GMT', 'Sat, 21 Nov 2026 09:00:00 GMT'])(
      'is no shorter than a second, or the call would come again without end or pause: %s',
      (value) => expect(wait(value)).toMatchObject({ retryAfterMs: 1_000 }),
    );

    it.each(['soon', '', '1.5', '-1', '1e3', '2026-11-21T10:00:05Z', 'Sat, 99 Nov 2026 10:00:05 GMT'])(
      'asks for nothing where it is neither whole seconds nor a date of HTTP: "%s"',
      (value) => {
        expect(wait(value)).toEqual({ kind: 'transient', reason: 'too-many-requests' });
        expect(send(answered(503, {}, { 'retry-after': value }))).toMatchObject({ kind: 'unknown', reason: 'http-503' });
      },
    );
  });
});

describe('the answer to a look-up', () => {
  const look = (exchange: Exchange) =>
    classifyLookUp(exchange, ({ json }): LookUpAnswer<string> => found((json as { number: string }).number), now);

  it('is found by content', () => expect(look(answered(200, { number: '7' }))).toEqual({ kind: 'found', result: '7' }));

  it('that makes no sense is asked for again', () => {
    expect(look(answered(200))).toMatchObject({ kind: 'unknown' });
    expect(look(answered(500))).toMatchObject({ kind: 'unknown' });
    expect(look({ kind: 'not-sent', reason: 'ECONNREFUSED' })).toMatchObject({ kind: 'transient' });
  });
});

describe('the breaker', () => {
  it('counts timeouts, lost connections and 5xx, not 4xx', () => {
    const counted = [
      answered(500),
      answered(503, {}, { 'retry-after': '1' }),
      { kind: 'unclear', reason: 'timeout' },
      { kind: 'not-sent', reason: 'ECONNREFUSED' },
    ] as const;
    const free = [answered(201), answered(422), answered(429), { kind: 'unclear', reason: 'answer-too-large', status: 200 }] as const;
    expect(counted.map(isTargetFailure)).toEqual([true, true, true, true]);
    expect(free.map(isTargetFailure)).toEqual([false, false, false, false]);
  });
});
