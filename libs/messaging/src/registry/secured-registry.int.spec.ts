import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { recordType, type RecordType } from '@kervan/contracts';
import { fixedSecret, type RegistryConnection } from '@kervan/service-host';
import { certificateAuthority, testStack } from '@kervan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerRecords } from './register-schemas.js';
import { RegistryClient } from './registry-client.js';
import { RegistryUnavailable } from './registry-unavailable.js';

const real = new URL(testStack().schemaRegistryUrl);

const someRecord = (): RecordType<unknown> => {
  const fullName = `kervan.test.Sale${randomBytes(6).toString('hex')}`;
  const schema = { type: 'record', name: fullName, doc: 'A sale.', fields: [{ name: 'id', type: 'string', doc: 'Its id.' }] };
  return recordType({ fullName, kind: 'event', topics: [], schema: JSON.stringify(schema) });
};

describe('a registry behind TLS that asks for a login', () => {
  let front: Server;
  let connection: RegistryConnection;
  /** What the registry takes, and what the service has. */
  const passwords = { theirs: 'the first', ours: 'the first' };

  beforeAll(async () => {
    const authority = await certificateAuthority();
    front = createServer(await authority.issue(['127.0.0.1']), (incoming, outgoing) => {
      const expected = `Basic ${Buffer.from(`setup:${passwords.theirs}`).toString('base64')}`;
      if (incoming.headers.authorization !== expected) return void outgoing.writeHead(401).end('{}');
      const { method, headers, url = '' } = incoming;
      const forwarded = request(new URL(url, real.origin), { method, headers: { ...headers, host: real.host } }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(forwarded);
    });
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    connection = {
      url: `https://127.0.0.1:${(front.address() as AddressInfo).port}${real.pathname}`,
      ca: fixedSecret(authority.ca),
      login: { username: 'setup', password: { current: () => passwords.ours } },
    };
  });
  afterAll(
    () =>
      new Promise<void>((resolve) => {
        front.close(() => resolve());
        front.closeAllConnections();
      }),
  );

  it('takes a schema, and finds it and its id again', async () => {
    const sale = someRecord();
    const id = (await registerRecords(connection, [sale])).get(sale.fullName)!;
    const client = new RegistryClient(connection);
    expect(await client.idOf(sale)).toBe(id);
    expect(JSON.parse((await client.schemaOf(id))!)).toMatchObject({ type: 'record' });
  });

  it('is asked with a new password from the moment on at which the service has it', async () => {
    const sale = someRecord();
    await registerRecords(connection, [sale]);
    const client = new RegistryClient(connection);
    passwords.theirs = 'the second';
    await expect(client.idOf(sale)).rejects.toThrow(RegistryUnavailable);
    passwords.ours = 'the second';
    expect(await client.idOf(sale)).toBeTypeOf('number');
  });

  it('is not asked at all when another authority signed its certificate', async () => {
    const { ca } = await certificateAuthority('another authority');
    const client = new RegistryClient({ ...connection, ca: fixedSecret(ca) });
    await expect(client.idOf(someRecord())).rejects.toThrow(RegistryUnavailable);
  });
});
