import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Reply,
  type RequestOptions,
  runningBankReconciler,
  type RunningBankReconciler,
} from '../fixtures/running-bank-reconciler.js';
import { entry, statementFile } from '../fixtures/statement-file.js';

const STATEMENTS = '/v1/statements';
const LIMIT = 10 * 1024 * 1024;
const xmlType = { 'content-type': 'application/xml' };
const good = statementFile({ id: 'ST', closing: '1.00', entries: [entry({ amount: '1.00' })] }, 'MSG');

/** Values that must never come back in an answer. */
const leaks = /at .*\.[jt]s:\d|node_modules|SELECT |INSERT |postgres|password|operator-key|TR33|Yılmaz|CANARY/i;

describe('bad input to the statements API', () => {
  let bank: RunningBankReconciler;

  beforeAll(async () => {
    bank = await runningBankReconciler();
  });
  afterAll(() => bank.stop());
  afterEach(async () => {
    const { rows } = await bank.database.query('SELECT 1 FROM bank_file UNION ALL SELECT 1 FROM bank_statement');
    expect(rows, 'nothing may be recorded').toEqual([]);
  });

  function expectProblem({ status, headers, body, text }: Reply, expected: [number, string]): void {
    const [expectedStatus, code] = expected;
    expect([status, body.code]).toEqual([expectedStatus, code]);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({
      type: `/problems/${code}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
      instance: expect.stringMatching(/^urn:uuid:/),
      retryable: expect.any(Boolean),
      recorded: expect.any(String),
      whatToDo: expect.any(String),
    });
    expect(body.correlationId).toBe(headers.get('x-correlation-id'));
    expect(text).not.toMatch(leaks);
  }

  describe('as HTTP', () => {
    it.each<[string, RequestOptions, [number, string]]>([
      ['an empty body', { headers: xmlType }, [400, 'body-missing']],
      ['a cut body', { body: good.slice(0, 400) }, [400, 'malformed-xml']],
      ['JSON', { body: '{' }, [400, 'malformed-xml']],
      ['UTF-16', { body: Buffer.from(good, 'utf16le') }, [400, 'invalid-encoding']],
      ['invalid UTF-8', { body: Buffer.from(good.replace('Ayşe', 'Öz'), 'latin1') }, [400, 'invalid-encoding']],
      ['a byte order mark', { body: `\ufeff${good}` }, [400, 'invalid-encoding']],
      ['a NUL', { body: good.replace('ST', 'S\0T') }, [400, 'invalid-encoding']],
      [
        'another encoding by its own word',
        { body: good.replace('UTF-8', 'ISO-8859-9').replace('ş', 's').replace('ı', 'i') },
        [400, 'invalid-encoding'],
      ],
      ['text/plain', { body: good, headers: { 'content-type': 'text/plain' } }, [415, 'unsupported-media-type']],
      [
        'JSON by its type',
        { body: '{}', headers: { 'content-type': 'application/json' } },
        [415, 'unsupported-media-type'],
      ],
      ['no content type', { body: good, headers: { 'content-type': '' } }, [415, 'unsupported-media-type']],
      [
        'latin1',
        { body: good, headers: { 'content-type': 'application/xml; charset=latin1' } },
        [415, 'unsupported-media-type'],
      ],
      ['gzip', { body: gzipSync(good), headers: { 'content-encoding': 'gzip' } }, [415, 'unsupported-media-type']],
      [
        'gzip twice',
        { body: gzipSync(gzipSync(good)), headers: { 'content-encoding': 'gzip, gzip' } },
        [415, 'unsupported-media-type'],
      ],
      ['br', { body: 'x', headers: { 'content-encoding': 'br' } }, [415, 'unsupported-media-type']],
      ['more than 10 MiB', { body: ' '.repeat(LIMIT + 1) }, [413, 'payload-too-large']],
      ['a body before its key is known', { key: 'nobody', body: '<' }, [401, 'invalid-token']],
      ['no key', { key: '', body: good }, [401, 'invalid-token']],
      ['Basic instead of Bearer', { body: good, headers: { authorization: 'Basic a2V5Og==' } }, [401, 'invalid-token']],
      ['an unsigned JWT', { key: 'eyJhbGciOiJub25lIn0.e30.', body: good }, [401, 'invalid-token']],
    ])('refuses %s', async (_what, options, expected) => {
      expectProblem(await bank.request('POST', STATEMENTS, options), expected);
    });

    it('names the limit, the accepted types, the challenge and the allowed methods', async () => {
      const large = await bank.request('POST', STATEMENTS, { body: ' '.repeat(LIMIT + 1) });
      expect(large.body.limitBytes).toBe(LIMIT);
      const typed = await bank.request('POST', STATEMENTS, { body: good, headers: { 'content-type': 'text/plain' } });
      expect(typed.body.accepted).toEqual(['application/xml', 'text/xml']);
      const unknown = await bank.request('POST', STATEMENTS, { key: 'nobody', body: good });
      expect(unknown.headers.get('www-authenticate')).toBe('Bearer realm="kervan"');
      const method = await bank.request('DELETE', STATEMENTS);
      expectProblem(method, [405, 'method-not-allowed']);
      expect(method.headers.get('allow')).toMatch(/GET.*POST|POST.*GET/);
      expectProblem(await bank.request('GET', '/v2/statements'), [404, 'not-found']);
      expectProblem(await bank.request('GET', '/v1/statements/%zz'), [400, 'malformed-request']);
    });

    it('answers JSON whatever the caller would rather have', async () => {
      expectProblem(await bank.request('GET', '/v1/nothing', { headers: { accept: 'text/html' } }), [404, 'not-found']);
    });

    it.each([
      ['both Content-Length and Transfer-Encoding', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n<a'],
      ['two lengths that differ', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n<a'],
    ])('answers 400 and closes for %s', async (_what, rest) => {
      const answer = await raw(
        bank,
        `POST ${STATEMENTS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n${rest}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"malformed-request"');
    });

    it.each<[string, RequestOptions, [number, string]]>([
      ['an empty body', { headers: { 'content-type': 'application/json' } }, [400, 'body-missing']],
      ['a cut body', { body: '{', headers: { 'content-type': 'application/json' } }, [400, 'malformed-json']],
      [
        'a duplicate key',
        { body: '{"by":"a","by":"b"}', headers: { 'content-type': 'application/json' } },
        [400, 'duplicate-json-key'],
      ],
      [
        'a __proto__ key',
        { body: '{"__proto__":1}', headers: { 'content-type': 'application/json' } },
        [400, 'forbidden-key'],
      ],
      [
        '10,000 levels',
        { body: '{"a":'.repeat(10_000), headers: { 'content-type': 'application/json' } },
        [400, 'too-deep'],
      ],
      ['XML', { body: good }, [415, 'unsupported-media-type']],
      ['more than 256 KiB', { body: { by: ' '.repeat(256 * 1024) } }, [413, 'payload-too-large']],
      ['no reason', { body: { by: 'a' } }, [422, 'validation-failed']],
      ['a control character', { body: { by: 'a\u0007', reason: 'x' } }, [422, 'validation-failed']],
      ['a text of 100 kB', { body: { by: 'a', reason: 'x'.repeat(100_000) } }, [422, 'validation-failed']],
      ['a field that decides for us', { body: { by: 'a', reason: 'x', state: 'taken' } }, [422, 'validation-failed']],
      ['an unknown id', { body: { by: 'a', reason: 'x' } }, [404, 'not-found']],
    ])('refuses a release with %s', async (_what, options, expected) => {
      const path = `${STATEMENTS}/019aa5c1-7e2b-7c3d-9a4e-5f6071829304/release`;
      expectProblem(await bank.request('POST', path, options), expected);
    });

    it.each(['?state=lost', '?limit=0', '?limit=201', '?limit=x', '?after=x', '?what=1', '?state=taken&state=x'])(
      'refuses the list %s',
      async (query) => {
        for (const path of [STATEMENTS, '/v1/lines']) {
          expectProblem(await bank.request('GET', `${path}${query}`), [422, 'validation-failed']);
        }
      },
    );

    it.each(['1', '019AA5C1-7E2B-7C3D-9A4E-5F6071829304', "019aa5c1-7e2b-7c3d-9a4e-5f6071829304'--", 'x'.repeat(90)])(
      'finds nothing under the id %j',
      async (id) => {
        for (const path of [STATEMENTS, '/v1/lines']) {
          expectProblem(await bank.request('GET', `${path}/${encodeURIComponent(id)}`), [404, 'not-found']);
        }
      },
    );
  });

  describe('as XML', () => {
    const entities = `<!DOCTYPE d [<!ENTITY a "${'x'.repeat(100_000)}">]><d>${'&a;'.repeat(10_000)}</d>`;
    const laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><l>&c;</l>';
    it.each<[string, string, string]>([
      ['a document type', good.replace('?>', '?><!DOCTYPE Document>'), 'doctype-forbidden'],
      ['an external entity', `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>`, 'doctype-forbidden'],
      ['billion laughs', laughs, 'doctype-forbidden'],
      ['one entity of 100 kB 10,000 times', entities, 'doctype-forbidden'],
      ['two million character references', good.replace('<MsgId>', `<MsgId>${'&#65;'.repeat(2_000_000)}`), 'xml-limit'],
      ['a million levels', '<a>'.repeat(1_000_000), 'xml-limit'],
      ['two million elements', `<a>${'<b/>'.repeat(2_000_000)}</a>`, 'xml-limit'],
      ['a hundred attributes', `<a ${Array.from({ length: 100 }, (_, i) => `b${i}="1"`).join(' ')}/>`, 'xml-limit'],
    ])('refuses %s', async (_what, body, code) => {
      expectProblem(await bank.request('POST', STATEMENTS, { body }), [400, code]);
    });

    it('tells the line of what is not well-formed', async () => {
      const body = good.replace('</Bal>', '</Ball>');
      const reply = await bank.request('POST', STATEMENTS, { body });
      expectProblem(reply, [400, 'malformed-xml']);
      expect(reply.body.line).toBe(good.slice(0, good.indexOf('</Bal>')).split('\n').length);
    });

    it.each([
      ['camt.052', good.replace('camt.053.001.02', 'camt.052.001.02'), 'A camt.052.001.02 is not taken.'],
      ['camt.054', good.replace('camt.053.001.02', 'camt.054.001.08'), 'A camt.054.001.08 is not taken.'],
      ['a later camt.053', good.replace('camt.053.001.02', 'camt.053.001.10'), 'A camt.053.001.10 is not taken.'],
      ['another document', '<html><body>CANARY</body></html>', 'The root element is no Document of ISO 20022.'],
      [
        'a namespace that is not of ISO',
        good.replace('urn:iso', 'CANARY:iso'),
        'The root element is no Document of ISO 20022.',
      ],
    ])('refuses %s, and says what is taken', async (_what, body, detail) => {
      const reply = await bank.request('POST', STATEMENTS, { body });
      expectProblem(reply, [422, 'unsupported-message']);
      expect(reply.body.detail).toBe(detail);
      expect(reply.body.accepted).toEqual([2, 3, 4, 5, 6, 7, 8].map((version) => `camt.053.001.0${version}`));
    });

    it.each<[string, string, string, string]>([
      ['no Ccy', good.replace('<Amt Ccy="TRY">1.00</Amt>\n', '<Amt>1.00</Amt>\n'), 'missing-currency', 'Ntry/Amt'],
      [
        'a bad CdtDbtInd',
        good.replace('<CdtDbtInd>CRDT</CdtDbtInd>\n', '<CdtDbtInd>CANARY</CdtDbtInd>\n'),
        'invalid-indicator',
        'Ntry/CdtDbtInd',
      ],
      ['a bad amount', good.replace('>1.00</Amt>\n', '>1.001</Amt>\n'), 'invalid-amount', 'Ntry/Amt'],
      ['no status', good.replace('<Sts>BOOK</Sts>\n', '\n'), 'missing-element', 'Ntry'],
    ])('refuses %s whole, with line and path', async (_what, body, code, at) => {
      const reply = await bank.request('POST', STATEMENTS, { body });
      expectProblem(reply, [422, 'statement-invalid']);
      expect(reply.body).toMatchObject({ line: expect.any(Number), path: `/Document/BkToCstmrStmt/Stmt/${at}` });
      expect(reply.body.errors).toMatchObject([{ code, detail: expect.stringContaining(`Line ${reply.body.line}, `) }]);
    });

    it('tells no more than 20 faults', async () => {
      const entries = Array.from({ length: 30 }, () => entry({ amount: 'x' }));
      const { body } = await bank.request('POST', STATEMENTS, { body: statementFile({ entries }) });
      expect([(body.errors as unknown[]).length, body.errorsTotal]).toEqual([20, 30]);
    });
  });

  it('answers any mutation of a statement with 202, 400 or 422, never with an error of its own', async () => {
    const seen = new Set<number>();
    const texts = ['', 'x', '<', '&', '-1', '1e308', '9'.repeat(40), '\u202e', '2026-02-30', '<a/>', '\u0001', ']]>'];
    const anywhere = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 30 }), fc.constantFrom(...texts));
    const values = [...good.matchAll(/(?<=>)[^<>\s][^<>]*(?=<)/g)].map((value) => [value.index, value[0].length] as const);
    const ofValue = fc.tuple(fc.constantFrom(...values), fc.constantFrom(...texts));
    const change = fc.oneof(anywhere, ofValue.map(([[at, cut], text]) => [at, cut, text] as const));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const body = changes.reduce((xml, [at, cut, text]) => xml.slice(0, at) + text + xml.slice(at + cut), good);
        const reply = await bank.request('POST', STATEMENTS, { body });
        seen.add(reply.status);
        expect([202, 400, 422]).toContain(reply.status);
        if (reply.status !== 202) expect(reply.text).not.toMatch(leaks);
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual([202, 400, 422]);
    await bank.database.query('DELETE FROM bank_line');
    await bank.database.query('DELETE FROM bank_statement');
    await bank.database.query('DELETE FROM bank_file');
  });
});

function raw(bank: RunningBankReconciler, bytes: string): Promise<string> {
  const { port } = new URL(bank.service.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
