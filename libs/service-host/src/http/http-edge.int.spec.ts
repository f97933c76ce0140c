import { connect, type Socket } from 'node:net';
import { aloneEnvironment, eventually, OPERATOR_KEY } from '@kervan/testing';
import { Body, Controller, Get, HttpCode, Module, NotFoundException, Param, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serviceConfig } from '../config/service-config.js';
import { currentContext } from '../context/request-context.js';
import { type RunningService, startService } from '../host/service-host.js';
import { createLogger } from '../log/logger.js';
import { Operator } from '../operator/operator.guard.js';
import { TakesBody } from './body-intake.js';
import { defineProblems } from '../problem/problem.js';
import { Answers } from '../docs-page/answers.js';
import { CheckedQuery } from './checked-query.js';
import { Deprecated } from './deprecated.js';
import { coded } from './findings.js';
import { JsonBody } from './json-body.js';

const shelfProblems = defineProblems({
  'shelf-full': { status: 409, title: 'The shelf is full', retryable: true, recorded: 'nothing', whatToDo: 'Wait.' },
});
const shelf = z.strictObject({
  name: z.string(),
  places: z.array(z.int()).optional(),
  locked: z.boolean().optional(),
  rows: z.array(z.unknown()).max(3).pipe(z.array(z.strictObject({ width: z.int().min(1) }))).optional(),
});
const shelfQuery = z.strictObject({
  room: z.string().regex(/^[A-Z]$/, { error: coded('invalid-room', 'a capital letter') }),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many.'),
  state: z.enum(['full', 'free']).optional(),
});

@Controller('shelves')
class ShelfController {
  static readonly put: string[] = [];

  @Post()
  @HttpCode(202)
  put(@JsonBody(shelf) body: z.output<typeof shelf>): unknown {
    ShelfController.put.push(body.name);
    if (body.name === 'full') throw shelfProblems('shelf-full', { headers: { 'retry-after': '7' } });
    return { body, context: currentContext() };
  }

  @Get()
  list(@CheckedQuery(shelfQuery) query: z.output<typeof shelfQuery>): unknown {
    return query;
  }

  @Post('picture')
  @HttpCode(202)
  @TakesBody({ limitBytes: 1024 * 1024, mediaTypes: ['image/png'] })
  draw(@Body() picture: Buffer): unknown {
    return { bytes: picture.length };
  }

  @Get('all')
  @Deprecated({ since: '2026-01-01T00:00:00Z', sunset: '2027-01-01T00:00:00Z', successor: '/v2/shelves' })
  all(@CheckedQuery(shelfQuery) query: z.output<typeof shelfQuery>): unknown {
    return query;
  }

  @Get(':id')
  get(@Param('id') id: string): unknown {
    if (id === 'broken') throw new Error('secret of the database');
    if (id === 'away') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    throw new NotFoundException();
  }

  @Get(':id/audit')
  @Operator()
  @Answers(200, 'It was looked at.', z.object({ audited: z.boolean() }))
  audit(): unknown {
    return { audited: true };
  }
}

@Module({ controllers: [ShelfController] })
class ShelfModule {}

describe('the HTTP edge of a service', () => {
  let service: RunningService;
  let log = '';

  beforeAll(async () => {
    const config = serviceConfig({
      ...aloneEnvironment('shelves'),
      PROBLEM_TYPE_BASE: 'https://docs.example/problems/',
    });
    const logger = createLogger('shelves', 'error', { write: (line: string) => void (log += line) });
    service = await startService(ShelfModule, config, { logger, requestTimeoutMs: 300 });
  });
  afterAll(() => service.stop());

  async function send(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
    const response = await fetch(`${service.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (text && JSON.parse(text)) as Record<string, unknown>,
    };
  }
  /** Speaks to the service byte for byte; resolves with all it said once the connection is closed. */
  function converse(speak: (socket: Socket) => void, allowHalfOpen = false): Promise<string> {
    const { port } = new URL(service.url);
    return new Promise((resolve) => {
      let answer = '';
      const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen }, () => speak(socket));
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
    });
  }
  const post = (body: string, headers: Record<string, string> = {}) =>
    send('POST', '/shelves', { 'content-type': 'application/json', ...headers }, body);

  it('gives a handler the checked body and one context from the header to the last callback', async () => {
    const reply = await post('{"name":"tea"}', { 'x-correlation-id': 'till-3' });
    expect(reply.status).toBe(202);
    expect(reply.headers.get('x-correlation-id')).toBe('till-3');
    expect(reply.body).toEqual({
      body: { name: 'tea' },
      context: { correlationId: 'till-3', requestId: expect.any(String) },
    });
  });

  it('tells every wrong field by its pointer', async () => {
    const { status, body } = await post('{"name":1,"places":[1,"x"],"a/b":0}');
    expect([status, body.code, body.type]).toEqual([
      422,
      'validation-failed',
      'https://docs.example/problems/validation-failed',
    ]);
    const pointers = (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers).toEqual(['#/name', '#/places/1', '#/a~1b']);
  });

  it.each([
    [{}, '#/name', 'missing-field', 'Expected a text.'],
    [{ name: 1 }, '#/name', 'invalid-field', 'Expected a text.'],
    [{ name: 'a', locked: 'yes' }, '#/locked', 'invalid-field', 'Expected true or false.'],
    [{ name: 'a', places: 7 }, '#/places', 'invalid-field', 'Expected an array.'],
    [{ name: 'a', places: [1.5] }, '#/places/0', 'invalid-field', 'Expected a whole number.'],
    [{ name: 'a', rows: [1, 2, 3, 4] }, '#/rows', 'invalid-field', 'Expected at most 3 items.'],
    [{ name: 'a', rows: [{ width: 0 }] }, '#/rows/0/width', 'invalid-field', 'Expected at least 1.'],
  ])('tells what it expected of %j in plain words', async (sent, pointer, code, detail) => {
    expect((await post(JSON.stringify(sent))).body.errors).toEqual([{ pointer, code, detail }]);
  });

  it('gives a handler the checked query', async () => {
    expect((await send('GET', '/shelves?room=B&limit=7')).body).toEqual({ room: 'B', limit: 7 });
    expect((await send('GET', '/shelves?room=B')).body).toEqual({ room: 'B', limit: 50 });
  });

  it.each([
    ['', { parameter: 'room', code: 'missing-parameter', detail: 'Expected a text.' }],
    ['room=b', { parameter: 'room', code: 'invalid-parameter', detail: 'Expected a capital letter.' }],
    ['room=B&limit=ten', { parameter: 'limit', code: 'invalid-parameter', detail: 'Expected a number.' }],
    ['room=B&limit=201', { parameter: 'limit', code: 'invalid-parameter', detail: 'Expected at most 200.' }],
    ['room=B&state=empty', { parameter: 'state', code: 'invalid-parameter', detail: 'Expected one of full, free.' }],
    ['room=B&stat=full', { parameter: 'stat', code: 'unknown-parameter' }],
  ])('refuses the query “%s” by the name of its parameter', async (query, finding) => {
    const { status, body } = await send('GET', `/shelves?${query}`);
    expect([status, body.code, body.errors]).toEqual([422, 'validation-failed', [finding]]);
  });

  it.each(['room=B', 'room=b'])('tells with each answer of a handler that goes away until when it is there: %s', async (query) => {
    const { headers } = await send('GET', `/shelves/all?${query}`);
    expect([headers.get('deprecation'), headers.get('sunset'), headers.get('link')]).toEqual([
      '@1767225600', 'Fri, 01 Jan 2027 00:00:00 GMT', '</v2/shelves>; rel="successor-version"',
    ]);
    const { paths } = (await send('GET', '/openapi.json')).body as { paths: Record<string, { get?: unknown }> };
    expect([paths['/shelves/all']?.get, paths['/shelves']?.get]).toMatchObject([{ deprecated: true }, {}]);
  });

  it('sends whoever looks at a path that there is not to its documentation', async () => {
    expect((await send('GET', '/')).body.detail).toBe('Nothing answers at this path: /docs lists what there is.');
  });

  it('tells the form of bodies, queries, answers and problems in its OpenAPI document, and the keys that it asks for', async () => {
    const { body } = await send('GET', '/openapi.json');
    const document = body as { paths: Record<string, Record<string, unknown>>; components: { securitySchemes: unknown } };
    expect(document.paths['/shelves']).toMatchObject({
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                required: ['name'],
                properties: { rows: { maxItems: 3, items: { type: 'object', properties: { width: { minimum: 1 } } } } },
              },
            },
          },
        },
        responses: {
          400: { description: expect.stringContaining('malformed-json'), content: { 'application/problem+json': {} } },
          413: { description: 'payload-too-large' },
          415: { description: 'unsupported-media-type' },
          422: { description: 'validation-failed' },
        },
      },
      get: {
        parameters: [
          { name: 'room', in: 'query', required: true, schema: { type: 'string' } },
          { name: 'limit', in: 'query', required: false, description: 'How many.', schema: { type: 'integer', maximum: 200, default: 50 } },
          { name: 'state', in: 'query', required: false, schema: { enum: ['full', 'free'] } },
        ],
      },
    });
    expect(document.paths['/shelves/{id}/audit']?.get).toMatchObject({
      responses: {
        200: { content: { 'application/json': { schema: { properties: { audited: { type: 'boolean' } } } } } },
        401: { description: 'invalid-token' },
        default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
    });
    expect(document.components.securitySchemes).toEqual({
      operator: { type: 'http', scheme: 'bearer', description: 'The operator key of this installation.' },
    });
  });

  it.each(['/shelves/a%00b', '/shelves?after=%00'])('answers 400 to a NUL in the address: %s', async (path) => {
    const { status, body } = await send('GET', path);
    expect([status, body.code]).toEqual([400, 'malformed-request']);
  });

  it("answers an app's own problem with its headers", async () => {
    const { status, body, headers } = await post('{"name":"full"}');
    expect([status, body.code, headers.get('retry-after')]).toEqual([409, 'shelf-full', '7']);
  });

  it('answers 404 for an unknown path, 405 with Allow for an unknown method', async () => {
    expect((await send('GET', '/nothing')).status).toBe(404);
    const { status, headers } = await send('DELETE', '/shelves/1/audit');
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await send('GET', '/shelves/')).body.code).toBe('not-found');
    expect((await send('GET', '/shelves/1')).body.code).toBe('not-found');
  });

  it('answers 500 without a word of the error, which the log has with the correlation id', async () => {
    const { status, body, text } = await send('GET', '/shelves/broken', { 'x-correlation-id': 'case-1' });
    expect([status, body.code, body.recorded]).toEqual([500, 'internal-error', 'unknown']);
    expect(text).not.toContain('secret');
    const line = log.split('\n').find((one) => one.includes('case-1'));
    expect(line).toContain('secret of the database');
  });

  it('answers 503 with Retry-After where the database is away', async () => {
    const { status, body, headers } = await send('GET', '/shelves/away');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'dependency-unavailable', '5']);
  });

  it.each<[string, Record<string, string>, number]>([
    ['the operator key', { authorization: `Bearer ${OPERATOR_KEY}` }, 200],
    ['no key', {}, 401],
    ['another key', { authorization: 'Bearer operator-key-of-another' }, 401],
    ['a longer key', { authorization: `Bearer ${OPERATOR_KEY}x` }, 401],
    ['the key as a name', { authorization: `Basic ${btoa(`${OPERATOR_KEY}:`)}` }, 401],
  ])('answers an operator path with %s', async (_what, headers, status) => {
    expect((await send('GET', '/shelves/1/audit', headers)).status).toBe(status);
  });

  it.each([
    ['headers that never end', 'POST /shelves HTTP/1.1\r\nHost: x\r\n'],
    [
      'a body that never ends',
      'POST /shelves HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    ],
  ])('answers 408 to %s, and closes', async (_what, bytes) => {
    const answer = await converse((socket) => socket.write(bytes));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request-timeout"');
  });

  describe('after a 408 to a client that keeps its half of the connection', () => {
    const begun = (path: string, type: string, length: number, body: string): string =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${body}`;
    /** Says the rest of the body once the answer is over, then a byte at a time until the connection is closed. */
    const goOn = (socket: Socket, rest: string): void => {
      socket.once('end', () => {
        socket.write(rest);
        const going = setInterval(() => socket.write('x'), 20);
        socket.once('close', () => clearInterval(going));
      });
    };

    it('a body that is whole after all reaches no handler', async () => {
      const answer = await converse((socket) => {
        socket.write(begun('/shelves', 'application/json', 15, '{"name":"la'));
        goOn(socket, 'te"}');
      }, true);
      expect(answer).toMatch(/^HTTP\/1\.1 408 .*"recorded":"nothing"/s);
      expect(ShelfController.put).not.toContain('late');
    });

    it('the connection ends, however long the body would have been', async () => {
      const over = converse((socket) => {
        socket.write(begun('/shelves', 'application/json', 100_000, '{'));
        goOn(socket, ' ');
      }, true);
      expect(await eventually('it is closed', () => Promise.race([over, undefined]), { withinMs: 5_000 })).toMatch(/^HTTP\/1\.1 408 /);
    });

    it('its body has left the room of strangers', async () => {
      const picture = 'x'.repeat(1024 * 1024 - 1);
      const strangers = Array.from({ length: 32 }, () =>
        connect({ port: Number(new URL(service.url).port), host: '127.0.0.1', allowHalfOpen: true }).resume(),
      );
      for (const socket of strangers) {
        socket.on('error', () => undefined); // of one that was still sending
        socket.write(begun('/shelves/picture', 'image/png', 1024 * 1024, picture));
      }
      await eventually('all are told', () => strangers.every((socket) => socket.readableEnded || socket.destroyed));
      const { status } = await send('POST', '/shelves/picture', { 'content-type': 'image/png' }, picture);
      for (const socket of strangers) socket.destroy();
      expect(status).toBe(202);
    });
  });

  it('answers 413 to a stream without an end, once the limit is over, and closes', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await converse((socket) => {
      socket.write(
        'POST /shelves HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      const more = (): void => {
        while (socket.writable && socket.write(chunk));
      };
      socket.on('drain', more);
      more();
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"limitBytes":262144');
  });

  it.each<[string, string, string, number, number | undefined]>([
    ['more than others may bring', 'picture', 'image/png', 900_000, undefined],
    ['more than its own limit', 'picture', 'image/png', 1_100_000, 1_048_576],
    ['what others take', 'picture', 'application/json', 10, undefined],
    ["another handler's content", '', 'image/png', 10, undefined],
  ])('holds a handler to its own rules for bodies: %s', async (_what, path, type, bytes, limitBytes) => {
    const { status, body } = await send('POST', `/shelves${path && `/${path}`}`, { 'content-type': type }, 'x'.repeat(bytes));
    const taken = path === 'picture' && type === 'image/png';
    if (limitBytes !== undefined) expect([status, body.limitBytes]).toEqual([413, limitBytes]);
    else if (taken) expect([status, body.bytes]).toEqual([202, bytes]);
    else expect([status, body.accepted]).toEqual([415, [path === 'picture' ? 'image/png' : 'application/json']]);
  });

  it('shows problems of the catalogue as pages, and no other', async () => {
    const page = await fetch(`${service.url}/problems/shelf-full`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('The shelf is full')]);
    expect((await send('GET', '/problems/constructor')).status).toBe(404);
  });
});
