import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  branchKeys,
  OPERATOR_KEY,
  type Reply,
  type RequestOptions,
  runningPosIngest,
  type RunningPosIngest,
} from '../fixtures/running-pos-ingest.js';
import { aSale } from '../fixtures/sale.js';
import type { SaleRequest } from './sale-request.js';

const SALES = '/v1/sales';
const json = (value: unknown): string => JSON.stringify(value);
const withLine = (line: Record<string, unknown>): unknown => ({
  ...aSale(),
  lines: [{ ...aSale().lines[0], ...line }, aSale().lines[1]],
});

/** Values that must never come back in an answer. */
const leaks = /at .*\.[jt]s:\d|node_modules|SELECT |INSERT |postgres|password|key-of-branch/i;

describe('bad input to the sales API', () => {
  let pos: RunningPosIngest;

  beforeAll(async () => {
    pos = await runningPosIngest();
  });
  afterAll(() => pos.stop());
  afterEach(async () => {
    const { rows } = await pos.database.query('SELECT count(*)::int AS sales FROM pos_sale');
    expect(rows, 'nothing may be recorded').toEqual([{ sales: 0 }]);
  });

  function expectProblem({ status, headers, body, text }: Reply, expected: [number, string, string?]): void {
    const [expectedStatus, code, pointer] = expected;
    expect([status, body.code]).toEqual([expectedStatus, code]);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({
      type: `/problems/${code}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect(body).toMatchObject({ instance: expect.stringMatching(/^urn:uuid:/), retryable: expect.any(Boolean) });
    expect(body).toMatchObject({ recorded: expect.any(String), whatToDo: expect.any(String) });
    expect(body.correlationId).toBe(headers.get('x-correlation-id'));
    expect(text).not.toMatch(leaks);
    if (pointer !== undefined) expect(body.errors).toContainEqual(expect.objectContaining({ pointer }));
  }

  describe('as HTTP (any request)', () => {
    const jsonType = { 'content-type': 'application/json' };
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    it.each<[string, RequestOptions, [number, string, string?]]>([
      ['an empty body', { headers: jsonType }, [400, 'body-missing']],
      ['a cut body', { body: '{' }, [400, 'malformed-json']],
      ['a duplicate key', { body: '{"branch":"012","branch":"013"}' }, [400, 'duplicate-json-key', '#/branch']],
      ['a __proto__ key', { body: '{"lines":[{"__proto__":1}]}' }, [400, 'forbidden-key', '#/lines/0/__proto__']],
      ['a constructor key', { body: '{"constructor":{}}' }, [400, 'forbidden-key', '#/constructor']],
      ['10,000 levels', { body: deep }, [400, 'too-deep']],
      ['UTF-16', { body: Buffer.from(json(aSale()), 'utf16le') }, [400, 'invalid-encoding']],
      [
        'invalid UTF-8',
        { body: Buffer.concat([Buffer.from('{"branch":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]) },
        [400, 'invalid-encoding'],
      ],
      ['a byte order mark', { body: `\ufeff${json(aSale())}` }, [400, 'invalid-encoding']],
      ['a NUL', { body: '{"branch":"\0"}' }, [400, 'invalid-encoding']],
      ['an escaped NUL', { body: '{"branch":"\\u0000"}' }, [400, 'invalid-encoding', '#/branch']],
      [
        'text/plain',
        { body: json(aSale()), headers: { 'content-type': 'text/plain' } },
        [415, 'unsupported-media-type'],
      ],
      ['no content type', { body: json(aSale()), headers: { 'content-type': '' } }, [415, 'unsupported-media-type']],
      [
        'latin1',
        { body: json(aSale()), headers: { 'content-type': 'application/json; charset=latin1' } },
        [415, 'unsupported-media-type'],
      ],
      [
        'gzip',
        { body: gzipSync(json(aSale())), headers: { 'content-encoding': 'gzip' } },
        [415, 'unsupported-media-type'],
      ],
      [
        'gzip twice',
        { body: gzipSync(gzipSync(json(aSale()))), headers: { 'content-encoding': 'gzip, gzip' } },
        [415, 'unsupported-media-type'],
      ],
      ['br', { body: 'x', headers: { 'content-encoding': 'br' } }, [415, 'unsupported-media-type']],
      ['more than 256 KiB', { body: ' '.repeat(256 * 1024 + 1) }, [413, 'payload-too-large']],
      ['an array', { body: '[]' }, [422, 'validation-failed', '#']],
      ['null', { body: 'null' }, [422, 'validation-failed', '#']],
      ['a body before its key is known', { key: 'nobody', body: '{' }, [401, 'invalid-token']],
      ['no key', { key: '', body: aSale() }, [401, 'invalid-token']],
      ['an unknown key', { key: 'nobody', body: aSale() }, [401, 'invalid-token']],
      ["an operator's key", { key: OPERATOR_KEY, body: aSale() }, [401, 'invalid-token']],
      [
        'Basic instead of Bearer',
        { body: aSale(), headers: { authorization: 'Basic a2V5Og==' } },
        [401, 'invalid-token'],
      ],
      ['an unsigned JWT', { key: 'eyJhbGciOiJub25lIn0.e30.', body: aSale() }, [401, 'invalid-token']],
      [
        'an Idempotency-Key of 129',
        { body: aSale(), headers: { 'idempotency-key': 'x'.repeat(129) } },
        [400, 'idempotency-key-invalid'],
      ],
      [
        'an Idempotency-Key with a blank',
        { body: aSale(), headers: { 'idempotency-key': 'a b' } },
        [400, 'idempotency-key-invalid'],
      ],
      [
        'an Idempotency-Key that is empty',
        { body: aSale(), headers: { 'idempotency-key': '' } },
        [400, 'idempotency-key-invalid'],
      ],
    ])('refuses %s', async (_what, options, expected) => {
      expectProblem(await pos.request('POST', SALES, options), expected);
    });

    it('refuses an array of a million, by its size', async () => {
      expectProblem(await pos.request('POST', SALES, { body: `[${'1,'.repeat(999_999)}1]` }), [
        413,
        'payload-too-large',
      ]);
    });

    it('names the limit, the accepted types, the challenge and the allowed methods', async () => {
      const large = await pos.request('POST', SALES, { body: ' '.repeat(256 * 1024 + 1) });
      expect(large.body.limitBytes).toBe(256 * 1024);
      const typed = await pos.request('POST', SALES, { body: '{}', headers: { 'content-type': 'text/plain' } });
      expect(typed.body.accepted).toEqual(['application/json']);
      const unknown = await pos.request('POST', SALES, { key: 'nobody', body: '{}' });
      expect(unknown.headers.get('www-authenticate')).toBe('Bearer realm="kervan"');
      const method = await pos.request('DELETE', SALES);
      expectProblem(method, [405, 'method-not-allowed']);
      expect(method.headers.get('allow')).toBe('POST');
      expectProblem(await pos.request('GET', '/v2/sales'), [404, 'not-found']);
      expectProblem(await pos.request('GET', '/v1/sales/%zz'), [400, 'malformed-request']);
    });

    it('answers JSON whatever the caller would rather have', async () => {
      expectProblem(await pos.request('GET', '/v1/nothing', { headers: { accept: 'text/html' } }), [404, 'not-found']);
    });

    it('replaces a correlation id that is not sane, and does not echo it', async () => {
      for (const odd of [
        'a b',
        'x'.repeat(65),
        '<script>',
        '../../x',
        'ş'.normalize('NFD').replace(/\P{ASCII}/gu, '%'),
      ]) {
        const { headers, text } = await pos.request('GET', '/v1/nothing', { headers: { 'x-correlation-id': odd } });
        expect(headers.get('x-correlation-id')).not.toBe(odd);
        expect(text).not.toContain(odd);
      }
    });

    it.each([
      ['both Content-Length and Transfer-Encoding', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}'],
      ['two lengths that differ', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
      ['a header without a colon', 'nonsense\r\n\r\n'],
    ])('answers 400 and closes for %s', async (_what, rest) => {
      const answer = await raw(pos, `POST ${SALES} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('application/problem+json');
      expect(answer).toContain('"code":"malformed-request"');
    });
  });

  describe('as a sale', () => {
    const lines = (count: number): unknown => ({ ...aSale(), lines: Array.from({ length: count }, () => 1) });
    it.each<[string, unknown, [number, string, string?]]>([
      [
        'a total that is one kuruş off',
        aSale({ totals: { net: '97.03', tax: '16.77', gross: '113.79' } }),
        [422, 'totals-mismatch', '#/totals/gross'],
      ],
      ['a price of 1e308', withLine({ unitPrice: '1e308' }), [422, 'invalid-amount', '#/lines/0/unitPrice']],
      ['a price as a number', withLine({ unitPrice: 54.9 }), [422, 'invalid-amount', '#/lines/0/unitPrice']],
      ['a price of NaN', withLine({ unitPrice: 'NaN' }), [422, 'invalid-amount', '#/lines/0/unitPrice']],
      ['a price with a comma', withLine({ unitPrice: '12,50' }), [422, 'invalid-amount', '#/lines/0/unitPrice']],
      ['a negative price', withLine({ unitPrice: '-1' }), [422, 'invalid-amount', '#/lines/0/unitPrice']],
      ['a price of 9 places', withLine({ unitPrice: '1.123456789' }), [422, 'invalid-amount', '#/lines/0/unitPrice']],
      [
        '3 places in euro',
        aSale({ currency: 'EUR', totals: { net: '97.030', tax: '16.77', gross: '113.80' } }),
        [422, 'invalid-amount', '#/totals/net'],
      ],
      ['places in yen', aSale({ currency: 'JPY' }), [422, 'invalid-amount', '#/totals/gross']],
      [
        'an amount with a sign',
        aSale({ payments: [{ method: 'cash', amount: '+113.80' }] }),
        [422, 'invalid-amount', '#/payments/0/amount'],
      ],
      [
        'Arabic digits',
        aSale({ payments: [{ method: 'cash', amount: '١١٣' }] }),
        [422, 'invalid-amount', '#/payments/0/amount'],
      ],
      ['a quantity of 0', withLine({ quantity: '0.00' }), [422, 'invalid-quantity', '#/lines/0/quantity']],
      ['a negative quantity', withLine({ quantity: '-2' }), [422, 'invalid-quantity', '#/lines/0/quantity']],
      ['a quantity of 1e12', withLine({ quantity: '1000000000000' }), [422, 'invalid-quantity', '#/lines/0/quantity']],
      [
        'a quantity of 1e12 as a power',
        withLine({ quantity: '1e12' }),
        [422, 'invalid-quantity', '#/lines/0/quantity'],
      ],
      ['EURO', aSale({ currency: 'EURO' }), [422, 'unknown-currency', '#/currency']],
      ['XXX', aSale({ currency: 'XXX' }), [422, 'unknown-currency', '#/currency']],
      ['a rate that is not in force', withLine({ taxRate: '18' }), [422, 'tax-mismatch', '#/lines/0/taxRate']],
      ['a rate that is none', withLine({ taxRate: '120' }), [422, 'tax-mismatch', '#/lines/0/taxRate']],
      [
        'tax two kuruş off',
        aSale({ taxes: [{ rate: '20', taxable: '83.17', tax: '16.65' }, aSale().taxes[1]!] }),
        [422, 'tax-mismatch', '#/taxes/0/tax'],
      ],
      [
        'a line that does not follow from its price',
        withLine({ amount: '99.90' }),
        [422, 'line-mismatch', '#/lines/0/amount'],
      ],
      [
        'payments that fall short',
        aSale({ payments: [{ method: 'cash', amount: '100.00' }] }),
        [422, 'payments-mismatch', '#/payments'],
      ],
      [
        '6 minutes ahead',
        aSale({ soldAt: new Date(Date.now() + 360_000).toISOString() }),
        [422, 'invalid-date', '#/soldAt'],
      ],
      [
        '91 days ago',
        aSale({ soldAt: new Date(Date.now() - 91 * 86_400_000).toISOString() }),
        [422, 'invalid-date', '#/soldAt'],
      ],
      ['30 February', aSale({ soldAt: '2026-02-30T10:00:00+03:00' }), [422, 'invalid-date', '#/soldAt']],
      ['no zone', aSale({ soldAt: '2026-11-21T10:00:00' }), [422, 'invalid-date', '#/soldAt']],
      ['another branch', aSale({ branch: '034' }), [422, 'unknown-reference', '#/branch']],
      ['10,001 lines', lines(10_001), [413, 'too-many-lines', '#/lines']],
      ['a name with a control character', withLine({ name: 'Çay\u0007' }), [422, 'invalid-text', '#/lines/0/name']],
      ['a name with a line break', withLine({ name: 'Çay\nEkmek' }), [422, 'invalid-text', '#/lines/0/name']],
      ['a name of 10 kB', withLine({ name: 'x'.repeat(10_240) }), [422, 'invalid-text', '#/lines/0/name']],
      ['an unknown unit', withLine({ unitCode: 'ZZZ' }), [422, 'unknown-unit', '#/lines/0/unitCode']],
      ['a field that is not known', { ...aSale(), status: 'paid' }, [422, 'validation-failed', '#/status']],
      ['a field that decides for us', { ...aSale(), company: 'other' }, [422, 'validation-failed', '#/company']],
      ['a field that is missing', { ...aSale(), till: undefined }, [422, 'validation-failed', '#/till']],
      ['a receipt number of 0', aSale({ receiptNumber: 0 }), [422, 'validation-failed', '#/receiptNumber']],
      [
        'a receipt number that is no integer',
        aSale({ receiptNumber: 1.5 }),
        [422, 'validation-failed', '#/receiptNumber'],
      ],
      ['no lines', { ...aSale(), lines: [] }, [422, 'validation-failed', '#/lines']],
    ])('refuses %s', async (_what, body, expected) => {
      expectProblem(await pos.request('POST', SALES, { body }), expected);
    });

    it('shows 20 findings at most', async () => {
      const { body } = await pos.request('POST', SALES, {
        body: { ...aSale(), lines: Array.from({ length: 50 }, () => ({})) },
      });
      expect(body.errors).toHaveLength(20);
    });
  });

  it('answers any mutation of a sale with 202, 400, 413 or 422, never with an error of its own', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(mutatedSale, async (body) => {
        const reply = await pos.request('POST', SALES, { body });
        seen.add(reply.status);
        expect([202, 400, 409, 413, 422]).toContain(reply.status);
        expect(reply.text).not.toMatch(leaks);
      }),
      { numRuns: 300 },
    );
    expect(seen).toContain(422);
    await pos.database.query('TRUNCATE pos_sale');
  });

  it('takes what is odd but right: emoji, direction marks, formulas, a garbage traceparent', async () => {
    const body = withLine({ name: `=cmd|'/c' \u202e🫖${'x'.repeat(180)}` });
    const headers = { traceparent: '00-zz-garbage', 'x-forwarded-for': '127.0.0.1, ::1' };
    expect((await pos.request('POST', SALES, { body, headers, key: branchKeys.of012 })).status).toBe(202);
    await pos.database.query('TRUNCATE pos_sale');
  });
});

/** A right sale in which one value, at any depth, is replaced, removed or put twice. */
const mutatedSale = fc
  .tuple(
    fc.constantFrom(...pathsOf(aSale())),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        undefined,
        '',
        '-0',
        '0.00',
        '1e308',
        'NaN',
        '9'.repeat(18),
        '0.00000001',
        '\u0000',
        '\ud800',
        1e21,
        -1,
        2 ** 53,
      ),
    ),
  )
  .map(([path, value]) => json(replaced(aSale(), path, value)));

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))].filter(
    ({ length }) => length > 0,
  );
}

function replaced(sale: SaleRequest, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(sale);
  let at: Record<string, unknown> = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = value;
  return copy;
}

function raw(pos: RunningPosIngest, bytes: string): Promise<string> {
  const { port } = new URL(pos.service.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
