import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ToxicProxy } from './toxic-proxy.js';

describe('a link that can be made bad', () => {
  let server: Server;
  let proxy: ToxicProxy;
  let received: string;
  let callers: Socket[];

  beforeEach(async () => {
    received = '';
    callers = [];
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (piece) => {
        received += piece.toString();
        socket.write(`got ${piece.toString()}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await ToxicProxy.open({ host: '127.0.0.1', port: (server.address() as { port: number }).port });
  });

  afterEach(async () => {
    callers.forEach((socket) => socket.destroy());
    await proxy.close();
    await new Promise((resolve) => server.close(resolve));
  });

  function call(): Socket {
    const socket = createConnection({ host: '127.0.0.1', port: proxy.port });
    socket.on('error', () => undefined);
    callers.push(socket);
    return socket;
  }

  /** What comes back until so much of it is there, or until the end of the connection. */
  function answer(socket: Socket, length: number): Promise<string> {
    return new Promise((resolve) => {
      let text = '';
      socket.on('data', (piece) => {
        text += piece.toString();
        if (text.length >= length) resolve(text);
      });
      socket.on('close', () => resolve(text));
    });
  }

  it('passes on what comes in both directions', async () => {
    const socket = call();
    socket.write('hello');
    expect(await answer(socket, 9)).toBe('got hello');
  });

  it('passes it on late, slowly and byte by byte, and loses nothing', async () => {
    proxy.suffer({ latencyMs: 5, jitterMs: 3, bytesPerSecond: 20_000, slice: 1 });
    const socket = call();
    socket.write('a long sentence of many bytes');
    await answer(socket, 4 * 29 + 29);
    expect(received).toBe('a long sentence of many bytes');
  });

  it('cuts before the answer: what was asked has arrived', async () => {
    proxy.suffer({ cutBeforeAnswer: true });
    const socket = call();
    socket.write('do it');
    expect(await answer(socket, 1)).toBe('');
    expect(received).toBe('do it');
  });

  it.each([
    ['at once', {}],
    ['byte by byte', { slice: 1, latencyMs: 5 }],
  ])('resets a request in the middle, of which the first bytes arrive %s', async (_how, toxics) => {
    proxy.suffer({ resetAfterBytes: 3, ...toxics });
    const socket = call();
    socket.write('never');
    await answer(socket, 99);
    await expect.poll(() => received).toBe('nev');
  });

  it('resets a request that comes in pieces once it is so far, and lets nothing through after that', async () => {
    const socket = call();
    socket.write('before, ');
    await answer(socket, 12);
    proxy.suffer({ resetAfterBytes: 10 });
    socket.write('never');
    await answer(socket, 99);
    await expect.poll(() => received).toBe('before, ne');
    const tooLate = call();
    tooLate.write('x'.repeat(9));
    await expect.poll(() => received).toBe(`before, ne${'x'.repeat(9)}`);
    proxy.suffer({ resetAfterBytes: 5 });
    tooLate.write('never');
    await answer(tooLate, 99);
    expect(received).toBe(`before, ne${'x'.repeat(9)}`);
  });

  it('swallows in one direction and tells nobody', async () => {
    proxy.suffer({ swallow: ['back'] });
    const first = call();
    first.write('lost answer');
    await expect.poll(() => received).toBe('lost answer');
    proxy.suffer({});
    first.write('!');
    expect(await answer(first, 5)).toBe('got !');
  });

  it('is down for open connections and new ones, and comes back', async () => {
    const open = call();
    open.write('1');
    await answer(open, 5);
    proxy.suffer({ down: true });
    expect(await answer(open, 99)).toBe('');
    expect(await answer(call(), 99)).toBe('');
    proxy.suffer({});
    const again = call();
    again.write('2');
    expect(await answer(again, 5)).toBe('got 2');
  });
});
