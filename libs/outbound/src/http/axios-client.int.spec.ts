import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiosClient } from './axios-client.js';
import type { Exchange, HttpClient } from './exchange.js';

const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/good': (_, response) => response.writeHead(201, { 'content-type': 'application/json' }).end('{"number":"7"}'),
  '/html': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>{"number":"7"}</p>'),
  '/broken-json': (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"number":'),
  '/deep': (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('['.repeat(3_000) + ']'.repeat(3_000)),
  '/huge': (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(20_000)),
  '/bomb': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync('0'.repeat(1e6))),
  '/latin': (_, response) => response.writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-9' }).end('a'),
  '/not-utf8': (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0x22])),
  '/redirect': (_, response) => response.writeHead(302, { location: '/good' }).end(),
  '/cut': (request) => request.socket.destroy(),
  '/half': (request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"num');
    setImmediate(() => request.socket.destroy());
  },
  '/silent': () => undefined,
};

let server: Server;
let base: string;
let client: HttpClient;
const seen: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.url ?? '');
    answers[request.url ?? '']?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = axiosClient({ timeoutMs: 400, connectTimeoutMs: 200, maxAnswerBytes: 10_000 });
});
afterAll(() => {
  client.close();
  server.closeAllConnections();
  server.close();
});

const get = (path: string, at = base): Promise<Exchange> =>
  client.exchange({ method: 'GET', url: new URL(path, at), headers: {}, body: undefined });

describe('an exchange with a target', () => {
  it('gives the status, the headers and the parsed body', async () => {
    expect(await get('/good')).toMatchObject({
      kind: 'answered',
      answer: { status: 201, headers: { 'content-type': 'application/json' }, json: { number: '7' } },
    });
  });

  it.each(['/html', '/broken-json', '/deep'])('gives no JSON where there is none: %s', async (path) => {
    expect(await get(path)).toMatchObject({ kind: 'answered', answer: { json: undefined } });
  });

  it('never follows a redirect', async () => {
    seen.length = 0;
    expect(await get('/redirect')).toMatchObject({ kind: 'answered', answer: { status: 302 } });
    expect(seen).toEqual(['/redirect']);
  });

  it.each([
    ['/huge', 'answer-too-large'],
    ['/bomb', 'answer-compressed'],
    ['/latin', 'answer-not-utf-8'],
    ['/not-utf8', 'answer-not-utf-8'],
    ['/cut', 'ECONNRESET'],
    ['/silent', 'timeout'],
  ])('is unclear after %s: %s', async (path, reason) => {
    expect(await get(path)).toMatchObject({ kind: 'unclear', reason });
  });

  it('is made once, whatever becomes of a connection that was kept open', async () => {
    await get('/good');
    seen.length = 0;
    expect(await get('/cut')).toMatchObject({ kind: 'unclear' });
    await get('/good');
    expect(seen).toEqual(['/cut', '/good']);
  });

  it('is unclear when the answer breaks off', async () => {
    expect(await get('/half')).toMatchObject({ kind: 'unclear' });
  });

  it('was not sent when nobody listens, and when the name leads nowhere', async () => {
    const nobody = createTcpServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    expect(await get('/', `http://127.0.0.1:${port}`)).toEqual({ kind: 'not-sent', reason: 'ECONNREFUSED' });
    expect(await get('/', 'http://no-such-host.invalid')).toMatchObject({ kind: 'not-sent' });
  });

  it('was not sent when a header holds what HTTP has no way to say', async () => {
    const headers = { 'idempotency-key': 'Ş-1' };
    const exchange = client.exchange({ method: 'GET', url: new URL('/good', base), headers, body: undefined });
    seen.length = 0;
    expect(await exchange).toMatchObject({ kind: 'not-sent' });
    expect(seen).toEqual([]);
  });

  it('is never sent once its time was up before there was a connection', async () => {
    const mute = createTcpServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    const hasty = axiosClient({ timeoutMs: 50, connectTimeoutMs: 1_000, maxAnswerBytes: 10_000 });
    const url = new URL(`https://127.0.0.1:${port}/`);
    expect(await hasty.exchange({ method: 'POST', url, headers: {}, body: 'x' })).toEqual({ kind: 'unclear', reason: 'timeout' });
    hasty.close();
    mute.close();
  });

  it('is never sent where the process stood still until its time was up, and hears of its connection before its timer', async () => {
    const stoodStill = (): string => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      return '';
    };
    const stopped = axiosClient({ ca: stoodStill, timeoutMs: 50, connectTimeoutMs: 1_000, maxAnswerBytes: 10_000 });
    await delay(1); // timers come next only after connections
    seen.length = 0;
    const exchange = stopped.exchange({ method: 'POST', url: new URL('/good', base), headers: {}, body: 'x' });
    expect(await exchange).toEqual({ kind: 'unclear', reason: 'timeout' });
    await delay(50);
    expect(seen).toEqual([]);
    stopped.close();
  });

  it('was not sent when TLS could not be agreed on in time, or at all', async () => {
    const mute = createTcpServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    expect(await get('/', `https://127.0.0.1:${port}`)).toEqual({ kind: 'not-sent', reason: 'connect-timeout' });
    mute.close();
    expect(await get('/', base.replace('http:', 'https:'))).toMatchObject({ kind: 'not-sent' });
  });
});
