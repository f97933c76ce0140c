import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type CertificateAuthority, certificateAuthority } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiosClient } from './axios-client.js';
import type { Exchange, HttpClient } from './exchange.js';

describe('a target whose certificate a private authority has signed', () => {
  let ours: CertificateAuthority;
  let another: CertificateAuthority;
  let server: Server;
  const clients: HttpClient[] = [];

  beforeAll(async () => {
    [ours, another] = await Promise.all([certificateAuthority('ours'), certificateAuthority('another')]);
    server = createServer(await ours.issue(['127.0.0.1']), (_request, response) => response.end('taken'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const client of clients) client.close();
    server.closeAllConnections();
    server.close();
  });

  function clientWith(ca?: () => string): () => Promise<Exchange> {
    const client = axiosClient({ timeoutMs: 5_000, connectTimeoutMs: 5_000, maxAnswerBytes: 1_000, ...(ca && { ca }) });
    clients.push(client);
    const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return () => client.exchange({ method: 'POST', url, headers: { authorization: 'Bearer key' }, body: 'document' });
  }

  it('is called where that authority is trusted', async () => {
    expect(await clientWith(() => ours.ca)()).toMatchObject({ kind: 'answered', answer: { status: 200 } });
  });

  it.each<[string, (() => string) | undefined]>([
    ['none is named', undefined],
    ['only another is', () => another.ca],
  ])('is sent nothing, not even the key, where %s', async (_what, ca) => {
    expect(await clientWith(ca)()).toMatchObject({ kind: 'not-sent' });
  });

  it('is called on as authorities are exchanged, and no more once its own is gone', async () => {
    let trusted = ours.ca;
    const send = clientWith(() => trusted);
    expect(await send()).toMatchObject({ kind: 'answered' });
    trusted = `${ours.ca}${another.ca}`;
    expect(await send()).toMatchObject({ kind: 'answered' });
    trusted = another.ca;
    expect(await send()).toMatchObject({ kind: 'not-sent' });
    trusted = ours.ca;
    expect(await send()).toMatchObject({ kind: 'answered' });
  });
});
