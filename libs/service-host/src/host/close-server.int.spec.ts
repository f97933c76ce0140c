import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClosingLimits, type CloseServer, closerOf } from './close-server.js';

const NEVER_MS = 600_000;

describe('a server that closes', () => {
  let server: Server;
  let close: CloseServer;
  let clients: Socket[];

  beforeEach(async () => {
    clients = [];
    server = createServer();
    close = closerOf(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const client of clients) client.destroy();
    server.closeAllConnections();
  });

  /** A client that has said this much and no more; `heard` is all it was told once its connection is gone. */
  async function client(said: string): Promise<{ heard: Promise<string> }> {
    const accepted = once(server, 'connection');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    clients.push(socket);
    let answer = '';
    socket.on('data', (bytes) => (answer += String(bytes)));
    socket.on('error', () => undefined);
    const heard = once(socket, 'close').then(() => answer);
    const [peer] = (await accepted) as [Socket];
    if (said === '') return { heard };
    socket.write(said);
    while (peer.bytesRead < said.length) await new Promise(setImmediate);
    return { heard };
  }
  async function request(): Promise<{ heard: Promise<string>; response: ServerResponse }> {
    const arrived = once(server, 'request') as Promise<[unknown, ServerResponse]>;
    const { heard } = await client('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    return { heard, response: (await arrived)[1] };
  }
  const closing = (limits: Partial<ClosingLimits>) => close({ arrivalMs: NEVER_MS, handlingMs: NEVER_MS, ...limits });

  it.each([
    ['has sent nothing', ''],
    ['has sent half of its headers', 'GET / HTTP/1.1\r\n'],
    ['has sent the first letter', 'G'],
  ])('does not wait for a connection that %s', async (_what, said) => {
    const { heard } = await client(said);
    expect(await closing({ arrivalMs: 20 })).toEqual({ requestsCut: 0 });
    expect(await heard).toBe('');
  });

  it('answers what is being handled when it cuts the others', async () => {
    const asked = await request();
    const stranger = await client('GET / HTTP/1.1\r\n');
    const closed = closing({ arrivalMs: 20 });
    await stranger.heard;
    asked.response.end('answered');
    expect(await asked.heard).toMatch(/^HTTP\/1\.1 200 .*answered/s);
    expect(await closed).toEqual({ requestsCut: 0 });
  });

  it('waits no longer than it may for what is being handled, and tells how many it cut', async () => {
    const asked = await request();
    const sending = once(server, 'request');
    await client('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    await sending;
    expect(await closing({ arrivalMs: 10, handlingMs: 20 })).toEqual({ requestsCut: 2 });
    expect(await asked.heard).toBe('');
  });

  it('is closed at once where nobody is connected', async () => {
    expect(await closing({})).toEqual({ requestsCut: 0 });
  });

  it('control: Node alone waits for as long as the stranger likes', async () => {
    const stranger = await client('GET / HTTP/1.1\r\n');
    const closed = once(server, 'close').then(() => 'closed');
    const answered = await request();
    server.close();
    server.closeIdleConnections();
    answered.response.end();
    await answered.heard;
    const first = await Promise.race([closed, stranger.heard, new Promise((resolve) => setImmediate(() => resolve('open')))]);
    expect(first).toBe('open');
    clients[0]?.destroy();
    expect(await closed).toBe('closed');
  });
});
